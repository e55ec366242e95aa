"""The subtasks of files, which may be nested deeper, or name their parents by title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from chatbot.exchange import FileTask


def in_families(tasks: Iterable[FileTask]) -> list[FileTask]:
    """Each task followed by its subtasks, which name it by its key.

    Subtasks of subtasks become those of the task above both. A parent that is not there, or below itself, is
    left out, and so is a key that an earlier task has.
    """
    unique = list(_with_unique_keys(tasks))
    by_name = {task.title: task for task in reversed(unique) if task.key}
    by_name |= {task.key: task for task in unique if task.key}
    tops: list[FileTask] = []
    below: defaultdict[str, list[FileTask]] = defaultdict(list)
    for task in unique:
        top = _top(task, by_name)
        if top is None:
            tops.append(replace(task, parent=""))
        else:
            below[top.key].append(replace(task, parent=top.key))
    return [each for task in tops for each in (task, *(below[task.key] if task.key else ()))]


def _with_unique_keys(tasks: Iterable[FileTask]) -> Iterable[FileTask]:
    seen: set[str] = set()
    for task in tasks:
        yield replace(task, key="") if task.key in seen else task
        seen.add(task.key)


def _top(task: FileTask, by_name: dict[str, FileTask]) -> FileTask | None:
    """The task at the top of those that this one is below; None if it is below none, or below itself."""
    top, seen = task, {id(task)}
    while (above := by_name.get(top.parent)) is not None:
        if id(above) in seen:
            return None
        seen.add(id(above))
        top = above
    return None if top is task else top
