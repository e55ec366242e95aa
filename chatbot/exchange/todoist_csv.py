"""The CSV files of Todoist, one for each project: tasks, notes and sections, nested by INDENT.

Written are those of open tasks, in a zip file.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from chatbot.formatting import repetition

from .cells import csv_cell, plain_cell
from .task import FileTask, Reason
from .values import Values, names_of

_LABEL = re.compile(r"(?:^|\s)@([^\s@]+)")
_ID = re.compile(r"\s*\[\d+\]$")  # in the names of files within a backup
_COLUMNS = (
    "TYPE",
    "CONTENT",
    "DESCRIPTION",
    "PRIORITY",
    "INDENT",
    "DATE",
    "DATE_LANG",
    "TIMEZONE",
    "DURATION",
    "DURATION_UNIT",
)
_UNITS = {"minute": 1, "hour": 60, "day": 1_440}
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_HIGH = {"1", "2"}  # 4 is that of a task without one


def is_todoist(header: list[str]) -> bool:
    return {"type", "content", "indent"} <= set(header)


def read_todoist(rows: Iterable[dict[str, str]], name: str, values: Values) -> Iterator[FileTask]:
    project = _ID.sub("", name)
    top = ""  # the key of the last task of the first level
    last: FileTask | None = None
    for values.entry, row in enumerate(rows, 1):
        content = plain_cell(row.get("content", ""))
        match row.get("type", "").lower():
            case "task" if content:
                if last:
                    yield last
                is_top = row.get("indent", "1") in {"", "1"}
                last = _task(row, project, str(values.entry), "" if is_top else top, values)
                top = last.key if is_top else top
            case "note" if last:
                last = replace(last, notes=f"{last.notes}\n\n{content}".strip())
            case "section":
                values.note(Reason.SECTION, content)
            case "task":
                values.note(Reason.NO_TITLE)
    if last:
        yield last


def _task(row: dict[str, str], project: str, key: str, parent: str, values: Values) -> FileTask:
    content = plain_cell(row["content"])
    task = FileTask(
        title=" ".join(_LABEL.sub(" ", content).split()) or content,
        notes=plain_cell(row.get("description", "")),
        priority="high" if row.get("priority") in _HIGH else "medium",
        estimate=_minutes(row),
        tags=names_of(_LABEL.findall(content)),
        list="" if project.lower() in {"inbox", "eingang"} else project,
        key=key,
        parent=parent,
    )
    return values.with_due(task, row.get("date", ""), row.get("date_lang", ""))


def _minutes(row: dict[str, str]) -> int | None:
    count, unit = row.get("duration", ""), row.get("duration_unit", "").lower()
    return int(count) * _UNITS.get(unit, 1) or None if count.isdecimal() and len(count) < 6 else None


def write_todoist(tasks: Iterable[FileTask]) -> bytes:
    """A zip file with one of each list. Completed tasks are left out, since Todoist would open them again."""
    by_list: defaultdict[str, list[tuple[FileTask, int]]] = defaultdict(list)
    for task, level in _nested([task for task in tasks if not task.completed]):
        by_list[task.list].append((task, level))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in _files(by_list):
            archive.writestr(name, rows)
    return output.getvalue()


def _nested(tasks: list[FileTask]) -> Iterator[tuple[FileTask, int]]:
    """Each task with its level, followed by its subtasks, which are in the file of its list."""
    keys = {task.key for task in tasks if task.key}
    below: defaultdict[str, list[FileTask]] = defaultdict(list)
    for task in tasks:
        if task.parent in keys:
            below[task.parent].append(task)
    for task in tasks:
        if task.parent not in keys:
            yield task, 1
            yield from ((replace(one, list=task.list), 2) for one in below.get(task.key, ()))


def _files(by_list: dict[str, list[tuple[FileTask, int]]]) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for name, tasks in by_list.items() or [("", [])]:
        stem = plain = _NOT_IN_NAMES.sub("-", name).strip(" .") or "Inbox"
        number = 1
        while stem.casefold() in taken:
            number += 1
            stem = f"{plain} {number}"
        taken.add(stem.casefold())
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, _COLUMNS)
        writer.writeheader()
        writer.writerows(_row(task, level) for task, level in tasks)
        yield f"{stem}.csv", text.getvalue()


def _row(task: FileTask, level: int) -> dict[str, str]:
    labels = (f"@{'_'.join(tag.split())}" for tag in task.tags)
    cells = {
        "TYPE": "task",
        "CONTENT": " ".join([task.title, *labels]),
        "DESCRIPTION": task.notes,
        "PRIORITY": "1" if task.priority == "high" else "4",
        "INDENT": str(level),
        "DATE": _date(task),
        "DATE_LANG": "en",
        "TIMEZONE": str(task.due.tzinfo) if isinstance(task.due, datetime) else "",
        "DURATION": str(task.estimate or ""),
        "DURATION_UNIT": "minute" if task.estimate else "",
    }
    return {name: csv_cell(cell) for name, cell in cells.items()}


def _date(task: FileTask) -> str:
    """In words, if it repeats: "every Monday at 09:00 starting 2026-12-07"."""
    if task.due is None:
        return ""
    clock = f"{task.due:%H:%M}" if isinstance(task.due, datetime) else ""
    words = repetition(task.repeat, UTC, "en") if task.repeat else ""
    if words:
        return f"{words}{f' at {clock}' if clock else ''} starting {task.due:%Y-%m-%d}"
    return f"{task.due:%Y-%m-%d} {clock}".strip()
