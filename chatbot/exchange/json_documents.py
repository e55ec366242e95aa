"""JSON: our own documents, lists of tasks as the API has them, and Google Tasks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .google_tasks import is_google_tasks, read_google_tasks
from .task import FileTask, Reason, UnreadableFile
from .values import Values, is_true, minutes_of, names_of, priority_of

_NAMES = {"key": "id"}


def read_json(text: str, name: str, values: Values) -> Iterator[FileTask]:
    """`name` is not used: the document names its lists. Raises `UnreadableFile`."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"This is no JSON: {error}.") from error
    if is_google_tasks(document):
        yield from read_google_tasks(document, values)
        return
    entries = document.get("tasks") if isinstance(document, dict) else document
    if not isinstance(entries, list):
        raise UnreadableFile("The document has no list of tasks.")
    for values.entry, entry in enumerate(entries, 1):
        if isinstance(entry, Mapping):
            yield from _task(entry, values)
        else:
            values.note(Reason.BROKEN, str(entry)[:80])


def write_json(tasks: Iterable[FileTask]) -> str:
    return json.dumps({"tasks": [_entry(task) for task in tasks]}, ensure_ascii=False, indent=1) + "\n"


def _entry(task: FileTask) -> dict[str, Any]:
    return {_NAMES.get(name, name): _plain(value) for name, value in asdict(task).items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _task(entry: Mapping[str, Any], values: Values) -> Iterator[FileTask]:
    def text(*names: str) -> str:
        found = next((entry[name] for name in names if entry.get(name) not in (None, "")), "")
        return str(found) if isinstance(found, str | int) else ""

    def items(name: str) -> list[Any]:
        found = entry.get(name)
        return found if isinstance(found, list) else []

    if not (title := text("title", "content", "name").strip()):
        values.note(Reason.NO_TITLE, str(dict(entry))[:80])
        return
    completed = values.moment(text("completed_at", "completed"))
    task = FileTask(
        title=title,
        notes=text("notes", "description"),
        estimate=next(iter(minutes_of([text("estimate")])), None),
        start=values.day(text("start_on", "start")),
        priority=priority_of(text("priority")),
        repeat_from="completion" if entry.get("repeat_from") == "completion" else "due",
        reminders=minutes_of(items("reminders")),
        tags=names_of(items("tags") or items("labels")),
        list=text("list", "project"),
        key=text("id", "key"),
        parent=text("parent"),
        completed=completed or (values.now if is_true(entry.get("completed")) else None),
        created=values.moment(text("created_at", "created")),
    )
    yield values.with_repeat(values.with_due(task, text("due_on", "due_at", "due")), text("repeat"))
