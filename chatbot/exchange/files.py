"""Find out which format a file has, and read it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from .calendars import read_calendar, write_calendar
from .csv_tables import read_csv, write_csv
from .json_documents import read_json, write_json
from .task import FileTask, Problem, UnreadableFile
from .todo_txt import read_todo_txt, write_todo_txt
from .todoist_csv import write_todoist
from .values import Values

FILE_BYTES = 10_000_000  # also of what is in an archive, together
TASKS_PER_FILE = 10_000
_SUFFIXES = {".csv", ".json", ".ics", ".txt"}


@dataclass(frozen=True, slots=True)
class FileFormat:
    name: str
    suffix: str
    content_type: str
    read: Callable[[str, str, Values], Iterator[FileTask]]
    write: Callable[[Iterable[FileTask]], bytes]


def _as_text(write: Callable[[Iterable[FileTask]], str]) -> Callable[[Iterable[FileTask]], bytes]:
    return lambda tasks: write(tasks).encode()


FORMATS = {
    "csv": FileFormat("CSV", "csv", "text/csv; charset=utf-8", read_csv, _as_text(write_csv)),
    "json": FileFormat("JSON", "json", "application/json", read_json, _as_text(write_json)),
    "icalendar": FileFormat(
        "iCalendar", "ics", "text/calendar; charset=utf-8", read_calendar, _as_text(write_calendar)
    ),
    "todo.txt": FileFormat(
        "todo.txt", "txt", "text/plain; charset=utf-8", read_todo_txt, _as_text(write_todo_txt)
    ),
    "todoist": FileFormat("Todoist", "todoist.zip", "application/zip", read_csv, write_todoist),
}


def read_file(content: bytes, name: str, values: Values) -> tuple[list[FileTask], list[Problem]]:
    """The tasks of a file, or of an archive of files (zip); `name` is the file's.

    Raises `UnreadableFile` for one that is too large, has no task or too many, or no known format.
    """
    tasks: list[FileTask] = []
    for number, (each, text) in enumerate(_texts(content, name)):
        found = _format_of(each, text).read(text, PurePath(each).stem, values)
        tasks += (_with_keys_of(number, task) for task in islice(found, TASKS_PER_FILE + 1 - len(tasks)))
    if len(tasks) > TASKS_PER_FILE:
        raise UnreadableFile(f"The file has more than {TASKS_PER_FILE:,} tasks.")
    if not tasks:
        raise UnreadableFile("No task was found in the file.")
    return tasks, values.problems


def _texts(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    if not content.startswith(b"PK\x03\x04"):
        yield name, _decoded(content)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [file for file in archive.infolist() if PurePath(file.filename).suffix in _SUFFIXES]
            if sum(file.file_size for file in files) > FILE_BYTES:
                raise UnreadableFile(f"The archive has more than {FILE_BYTES // 1_000_000} MB.")
            for file in files:
                yield file.filename, _decoded(archive.read(file))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # broken, or encrypted
        raise UnreadableFile(f"The archive cannot be read: {error}.") from error


def _decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheets write: UTF-16 with its mark, or Windows-1252."""
    if len(content) > FILE_BYTES:
        raise UnreadableFile(f"The file has more than {FILE_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableFile("This is no text file.")
    return text


def _format_of(name: str, text: str) -> FileFormat:
    """By what the text begins with; a table and a todo.txt by the name of the file."""
    start = text.lstrip()
    if start[:15].upper() == "BEGIN:VCALENDAR":
        return FORMATS["icalendar"]
    if start[:1] in {"{", "["}:
        return FORMATS["json"]
    if not start:
        raise UnreadableFile("The file is empty.")
    return FORMATS["todo.txt" if PurePath(name).suffix.lower() == ".txt" else "csv"]


def _with_keys_of(file: int, task: FileTask) -> FileTask:
    """Keys name tasks within their file."""
    if not file:
        return task
    key, parent = task.key and f"{file}/{task.key}", task.parent and f"{file}/{task.parent}"
    return replace(task, key=key, parent=parent)
