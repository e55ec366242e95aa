"""todo.txt: a line for each task (https://github.com/todotxt/todo.txt), with dates, `rec:` and `est:`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from .task import FileTask, Priority, Reason
from .values import Values, midnight, names_of

_LINE = re.compile(
    r"(?P<done>x (?P<completed>\d{4}-\d\d-\d\d )?)?(?:\((?P<priority>[A-Z])\) )?"
    r"(?P<created>\d{4}-\d\d-\d\d )?(?P<text>.*)"
)
_WORD = re.compile(r"(?:^|(?<=\s))(?:([+@])(\S+)|(due|t|rec|est|pri|id|p|at):(\S+))(?=\s|$)")
_EVERY = re.compile(r"\+?(\d{1,3})([dwmy])")
_ESTIMATE = re.compile(r"(?=\d)(?:(\d{1,4})h)?(?:(\d{1,5})m?)?")  # 90m, 2h, 1h30m; a number is in minutes
_FREQUENCY = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}
_SIMPLE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=(\d+))?")
_LETTERS: dict[Priority, str] = {"high": "A", "low": "C"}


def read_todo_txt(text: str, name: str, values: Values) -> Iterator[FileTask]:
    """The first project of a task is its list, further ones and contexts are tags."""
    for values.entry, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield from _task(line.strip(), values)


def write_todo_txt(tasks: Iterable[FileTask]) -> str:
    """Parents get an `id`, which their subtasks name as `p`."""
    every = list(tasks)
    parents = {task.parent for task in every if task.parent}
    ids = {
        key: str(number) for number, key in enumerate((task.key for task in every if task.key in parents), 1)
    }
    return "".join(f"{_line(task, ids)}\n" for task in every)


def _task(line: str, values: Values) -> Iterator[FileTask]:
    found = _LINE.fullmatch(line)
    if found is None:
        values.note(Reason.BROKEN, line[:80])
        return
    words = _WORD.findall(found["text"])
    marks = {kind: value for _, _, kind, value in words if kind}
    projects = [name for mark, name, _, _ in words if mark == "+"]
    contexts = [name for mark, name, _, _ in words if mark == "@"]
    title = " ".join(_WORD.sub(" ", found["text"]).split())
    if not title:
        values.note(Reason.NO_TITLE, line[:80])
        return
    completed = (_moment(found["completed"], values) or values.now) if found["done"] else None
    task = FileTask(
        title=title,
        priority=_priority(found["priority"] or marks.get("pri", "")),
        start=values.day(marks.get("t")),
        estimate=_minutes(marks.get("est", "")),
        tags=names_of([*contexts, *projects[1:]]),
        list=projects[0].replace("_", " ") if projects else "",
        key=marks.get("id", ""),
        parent=marks.get("p", ""),
        completed=completed,
        created=_moment(found["created"], values),
    )
    task = values.with_due(task, marks.get("due", ""))
    if every := _EVERY.fullmatch(marks.get("rec", "")):
        rule = f"FREQ={_FREQUENCY[every[2]]};INTERVAL={every[1]}"
        task = values.with_repeat(task, rule)
        task = replace(task, repeat_from="due" if marks["rec"].startswith("+") else "completion")
    yield task


def _moment(day: str | None, values: Values) -> datetime | None:
    found = values.day_or_moment(day) if day else None
    return midnight(found, values.zone) if found else None


def _minutes(text: str) -> int | None:
    found = _ESTIMATE.fullmatch(text)
    return (60 * int(found[1] or 0) + int(found[2] or 0) or None) if found else None


def _priority(letter: str) -> Priority:
    return "high" if letter == "A" else "low" if letter > "B" else "medium"


def _line(task: FileTask, ids: Mapping[str, str]) -> str:
    title = " ".join(task.title.split())
    letter = _LETTERS.get(task.priority, "")
    parts = ["x"] if task.completed else [f"({letter})"] if letter else []
    if task.completed:
        parts.append(f"{task.completed:%Y-%m-%d}")
    if task.created:
        parts.append(f"{task.created:%Y-%m-%d}")
    parts.append(title)
    if task.list:
        parts.append(f"+{'_'.join(task.list.split())}")
    parts += [f"@{'_'.join(tag.split())}" for tag in task.tags]
    if task.due:
        parts.append(f"due:{task.due:%Y-%m-%d}")
    if task.start:
        parts.append(f"t:{task.start:%Y-%m-%d}")
    if task.estimate:
        parts.append(f"est:{task.estimate}m")
    if every := _SIMPLE.fullmatch(task.repeat):
        plus = "+" if task.repeat_from == "due" else ""
        parts.append(f"rec:{plus}{every[2] or 1}{every[1][0].lower()}")
    parts += [f"{mark}:{ids[key]}" for mark, key in (("id", task.key), ("p", task.parent)) if key in ids]
    if task.completed and letter:
        parts.append(f"pri:{letter}")
    return " ".join(parts)
