"""The CSV files of Todoist, one for each project: tasks, notes and sections, nested by INDENT."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .task import FileTask, Reason
from .values import Values, names_of

_LABEL = re.compile(r"(?:^|\s)@([^\s@]+)")
_ID = re.compile(r"\s*\[\d+\]$")  # in the names of files within a backup
_HIGH = {"1", "2"}  # 4 is that of a task without one


def is_todoist(header: list[str]) -> bool:
    return {"type", "content", "indent"} <= set(header)


def read_todoist(rows: Iterable[dict[str, str]], name: str, values: Values) -> Iterator[FileTask]:
    project = _ID.sub("", name)
    top = ""  # the key of the last task of the first level
    last: FileTask | None = None
    for values.entry, row in enumerate(rows, 1):
        content = row.get("content", "")
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
    content = row["content"]
    task = FileTask(
        title=" ".join(_LABEL.sub(" ", content).split()) or content,
        notes=row.get("description", ""),
        priority="high" if row.get("priority") in _HIGH else "medium",
        tags=names_of(_LABEL.findall(content)),
        list="" if project.lower() in {"inbox", "eingang"} else project,
        key=key,
        parent=parent,
    )
    return values.with_due(task, row.get("date", ""), row.get("date_lang", ""))
