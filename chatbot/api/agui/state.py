"""The state that is shared with clients: the person's open tasks, as the panel beside the chat has them."""

from __future__ import annotations

from typing import Any

from chatbot.domain.tasks.as_json import task_json
from chatbot.models import Task, User
from chatbot.models.task import OPEN_SHOWN

type State = dict[str, Any]


def state_of(owner: User) -> State:
    pending = Task.objects.of(owner).pending()
    return {
        "tasks": [task_json(task) for task in pending.most_urgent()[:OPEN_SHOWN]],
        "open_count": pending.count(),
    }


def patch(before: State, after: State) -> list[dict[str, Any]]:
    """What leads from one state to the other, as JSON Patch (RFC 6902)."""
    operations = _list_patch("/tasks", before["tasks"], after["tasks"])
    if before["open_count"] != after["open_count"]:
        operations.append({"op": "replace", "path": "/open_count", "value": after["open_count"]})
    return operations


def _list_patch(path: str, before: list[Any], after: list[Any]) -> list[dict[str, Any]]:
    """Tasks are the same by their id: one that moves is removed, and added at its new place."""
    operations: list[dict[str, Any]] = []
    kept = {task["id"] for task in after}
    now = list(before)
    for index in reversed(range(len(now))):
        if now[index]["id"] not in kept:
            del now[index]
            operations.append({"op": "remove", "path": f"{path}/{index}"})
    for index, task in enumerate(after):
        ids = [one["id"] for one in now]
        if index < len(now) and ids[index] == task["id"]:
            if now[index] != task:
                now[index] = task
                operations.append({"op": "replace", "path": f"{path}/{index}", "value": task})
            continue
        if task["id"] in ids:
            moved = ids.index(task["id"])
            del now[moved]
            operations.append({"op": "remove", "path": f"{path}/{moved}"})
        now.insert(index, task)
        operations.append({"op": "add", "path": f"{path}/{index}", "value": task})
    return operations
