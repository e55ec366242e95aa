"""The file of Google Tasks that Google Takeout gives: lists of tasks, due on days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from .task import FileTask, Reason
from .values import Values


def is_google_tasks(document: object) -> bool:
    return isinstance(document, Mapping) and document.get("kind") == "tasks#taskLists"


def read_google_tasks(document: Mapping[str, Any], values: Values) -> Iterator[FileTask]:
    for task_list in _objects(document.get("items")):
        for entry in _objects(task_list.get("items")):
            values.entry += 1
            title = str(entry.get("title") or "").strip()
            if not title:
                values.note(Reason.NO_TITLE, str(entry.get("notes") or "")[:80])
                continue
            due = values.moment(entry.get("due"))
            completed = values.moment(entry.get("completed"))
            yield FileTask(
                title=title,
                notes=str(entry.get("notes") or ""),
                due=_day(due),
                list=str(task_list.get("title") or ""),
                key=str(entry.get("id") or ""),
                parent=str(entry.get("parent") or ""),
                completed=completed or (values.now if entry.get("status") == "completed" else None),
                created=values.moment(entry.get("created")),
            )


def _day(due: datetime | None) -> Any:
    """Google stores the day at midnight in UTC, wherever its owner is."""
    return due.date() if due else None


def _objects(items: object) -> Iterator[Mapping[str, Any]]:
    yield from (item for item in items if isinstance(item, Mapping)) if isinstance(items, list) else ()
