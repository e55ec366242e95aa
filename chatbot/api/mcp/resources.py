"""Resources: tasks, lists, plans and runs, in the JSON of the REST API."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from mcp import types
from rest_framework.renderers import JSONRenderer

from chatbot.api.plans.rows import plan_rows
from chatbot.api.plans.serializers import PlanSerializer
from chatbot.api.run_serializers import RunSerializer
from chatbot.api.tool_call_rows import tool_call_rows
from chatbot.domain.errors import NotFound
from chatbot.domain.tasks.as_json import task_json
from chatbot.domain.tasks.lists import list_json
from chatbot.models import Run, Task, TaskList, User

_JSON = "application/json"
_MOST_TASKS = 200
_LATEST = 20
_ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

RESOURCES = [
    types.Resource(uri=f"lockstep://{name}", name=name, title=title, description=description, mime_type=_JSON)
    for name, title, description in (
        ("tasks", "Open tasks", f"The open tasks by due time, at most {_MOST_TASKS}."),
        ("lists", "Lists", "The lists of tasks, in their order."),
        ("plans", "Plans", f"The latest {_LATEST} plans with their steps."),
        ("runs", "Runs", f"The latest {_LATEST} runs of the agent and of clients, with their tool calls."),
    )
]
TEMPLATES = [
    types.ResourceTemplate(uri_template=f"lockstep://{path}", name=name, title=title, mime_type=_JSON)
    for path, name, title in (
        ("tasks/{number}", "task", "A task by its number"),
        ("plans/{id}", "plan", "A plan"),
        ("runs/{id}", "run", "A run"),
    )
]


def read_resource(owner: User, uri: str) -> types.ReadResourceResult:
    """Raises `NotFound`."""
    for pattern, read in _READERS.items():
        if match := re.fullmatch(rf"lockstep://{pattern}", uri):
            text = JSONRenderer().render(read(owner, *match.groups())).decode()
            contents = types.TextResourceContents(uri=uri, mime_type=_JSON, text=text)
            return types.ReadResourceResult(contents=[contents])
    raise _missing(uri)


def _tasks(owner: User) -> list[Any]:
    return [task_json(task) for task in Task.objects.of(owner).pending().whole().listed()[:_MOST_TASKS]]


def _task(owner: User, number: str) -> dict[str, Any]:
    task = Task.objects.of(owner).whole().filter(number=int(number)).first()
    if task is None:
        raise _missing(f"tasks/{number}")
    return task_json(task)


def _lists(owner: User) -> list[Any]:
    return [list_json(one) for one in TaskList.objects.of(owner).order_by("position", "pk")]


def _plans(owner: User) -> list[Any]:
    plans = plan_rows().filter(owner=owner).order_by("-created_at")[:_LATEST]
    return [PlanSerializer(plan).data for plan in plans]


def _plan(owner: User, pk: str) -> Any:
    plan = plan_rows().filter(owner=owner, pk=UUID(pk)).first()
    if plan is None:
        raise _missing(f"plans/{pk}")
    return PlanSerializer(plan).data


def _runs(owner: User) -> list[Any]:
    return [RunSerializer(run).data for run in _run_rows(owner).order_by("-created_at")[:_LATEST]]


def _run(owner: User, pk: str) -> Any:
    run = _run_rows(owner).filter(pk=UUID(pk)).first()
    if run is None:
        raise _missing(f"runs/{pk}")
    return RunSerializer(run).data


def _run_rows(owner: User) -> Any:
    runs = Run.objects.of(owner).select_related("reply", "feedback")
    return runs.prefetch_related(Prefetch("tool_calls", tool_call_rows().select_related("run")))


def _missing(what: str) -> NotFound:
    return NotFound(f"There is no resource {what[:200]}.")


_READERS: dict[str, Callable[..., Any]] = {
    "tasks": _tasks,
    r"tasks/(\d{1,9})": _task,
    "lists": _lists,
    "plans": _plans,
    f"plans/({_ID})": _plan,
    "runs": _runs,
    f"runs/({_ID})": _run,
}
