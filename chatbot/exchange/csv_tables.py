"""CSV: our own columns, those of other programs by their usual names, and the files of Todoist."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from .cells import csv_cell, plain_cell
from .task import FileTask, Reason, UnreadableFile
from .todoist_csv import is_todoist, read_todoist
from .values import Values, is_true, minutes_of, names_of, priority_of

COLUMNS = (
    "id",
    "title",
    "notes",
    "priority",
    "due",
    "start",
    "estimate",
    "repeat",
    "repeat_from",
    "reminders",
    "tags",
    "list",
    "parent",
    "completed",
    "created",
)
_NAMES = {
    "title": "task,task name,name,content,subject,summary,todo,titel,aufgabe,betreff",
    "notes": "note,description,details,body,notizen,beschreibung,comment",
    "priority": "priorität,importance",
    "due": "due date,due_at,due on,duedate,date,deadline,fällig,fällig am,datum",
    "start": "start date,starts,start_on,starts on,beginn,start am",
    "repeat": "repeats,recurrence,recurring,rrule,wiederholung",
    "tags": "tag,labels,label,categories,category,schlagwörter",
    "list": "project,list name,folder,folder name,section/column,projekt,liste",
    "parent": "parent id,parent task,parent_id",
    "id": "number,task id,taskid,nummer",
    "completed": "done,status,completed at,completed_at,date completed,completed on,erledigt",
    "created": "created at,created_at,date created,created on,creation date,erstellt",
}
_MEANING = {other: name for name, others in _NAMES.items() for other in others.split(",")}
_DIALECTS = ",;\t|"


def read_csv(text: str, name: str, values: Values) -> Iterator[FileTask]:
    """`name` is that of the file, without its suffix. Raises `UnreadableFile`."""
    first_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DIALECTS, key=first_line.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        header = [column.strip().lower() for column in next(rows, [])]
        if is_todoist(header):
            yield from read_todoist(_named(header, rows), name, values)
            return
        columns = [_MEANING.get(column, column) for column in header]
        if "title" not in columns:
            raise UnreadableFile("The first line of the file names no column with titles.")
        for values.entry, row in enumerate(_named(columns, rows), 1):
            if any(row.values()):
                yield from _task(row, values)
    except csv.Error as error:
        raise UnreadableFile(f"The table is broken after row {values.entry}: {error}.") from error


def write_csv(tasks: Iterable[FileTask]) -> str:
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(COLUMNS)
    for task in tasks:
        writer.writerow(map(csv_cell, _cells(task)))
    return output.getvalue()


def _named(columns: list[str], rows: Iterable[list[str]]) -> Iterator[dict[str, str]]:
    """The first of several columns with the same meaning counts."""
    for row in rows:
        named: dict[str, str] = {}
        for column, cell in zip(columns, row, strict=False):
            if not named.get(column):
                named[column] = cell.strip()
        yield named


def _task(row: dict[str, str], values: Values) -> Iterator[FileTask]:
    cell = {name: plain_cell(row.get(name, "")) for name in COLUMNS}
    if not cell["title"]:
        values.note(Reason.NO_TITLE, ", ".join(filter(None, row.values()))[:80])
        return
    completed = values.moment(cell["completed"])
    task = FileTask(
        title=cell["title"],
        notes=cell["notes"],
        start=values.day(cell["start"]),
        estimate=next(iter(minutes_of([cell["estimate"]])), None),
        priority=priority_of(cell["priority"]),
        repeat_from="completion" if cell["repeat_from"] == "completion" else "due",
        reminders=minutes_of(re.split(r"[\s,;]+", cell["reminders"])),
        tags=names_of(re.split(r"[,;|]|\s+(?=[#@])", cell["tags"])),
        list=cell["list"],
        key=cell["id"],
        parent=cell["parent"],
        completed=completed or (values.now if is_true(cell["completed"]) else None),
        created=values.moment(cell["created"]),
    )
    yield values.with_repeat(values.with_due(task, cell["due"]), cell["repeat"])


def _cells(task: FileTask) -> Iterator[str]:
    yield from (task.key, task.title, task.notes, task.priority)
    yield task.due.isoformat() if task.due else ""
    yield task.start.isoformat() if task.start else ""
    yield str(task.estimate or "")
    yield from (task.repeat, task.repeat_from if task.repeat else "")
    yield " ".join(map(str, task.reminders))
    yield from (", ".join(task.tags), task.list, task.parent)
    yield task.completed.isoformat() if task.completed else ""
    yield task.created.isoformat() if task.created else ""
