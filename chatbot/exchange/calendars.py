"""iCalendar (RFC 5545): to-dos and events, by the `icalendar` library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Literal

from icalendar import STATUS, Alarm, Calendar, Component, Event, Todo

from chatbot.recurrence import Recurrence

from .task import FileTask, Priority, Reason
from .values import Values, minutes_of, names_of, priority_of

type Kind = Literal["todo", "event"]

_PRODUCT = "-//Lockstep//Tasks//EN"
_LIST = "X-LOCKSTEP-LIST"  # a calendar of ours has tasks of several lists
_START = "X-LOCKSTEP-START"  # DTSTART of a series is its first date
_ESTIMATE = "X-LOCKSTEP-ESTIMATE"  # minutes; a to-do with DUE may have no DURATION
_NUMBERS: dict[Priority, int] = {"high": 1, "medium": 5, "low": 9}
_BROKEN = (ValueError, IndexError, KeyError)
_COMPONENT = re.compile(r"^BEGIN:(VTODO|VEVENT)\r?$.*?^END:\1\r?$", re.MULTILINE | re.DOTALL)
_SUMMARY = re.compile(r"^SUMMARY[^:\n]*:(.*)$", re.MULTILINE)
_EVENT_LENGTH = timedelta(minutes=30)


def read_calendar(text: str, name: str, values: Values) -> Iterator[FileTask]:
    """To-dos, and events as tasks that are due when they begin."""
    for calendar in _calendars(text, values):
        is_ours = str(calendar.get("PRODID", "")) == _PRODUCT
        task_list = "" if is_ours else str(calendar.get("X-WR-CALNAME", ""))
        for component in calendar.walk():
            if component.name in {"VTODO", "VEVENT"}:
                values.entry += 1
                yield from _task(component, task_list, values)


def _calendars(text: str, values: Values) -> Iterator[Component]:
    try:
        yield from Calendar.from_ical(text, multiple=True)
    except _BROKEN:
        yield from _one_by_one(text, values)


def _one_by_one(text: str, values: Values) -> Iterator[Component]:
    """A calendar for each to-do and event that can be read, since the library reads all or nothing."""
    first = _COMPONENT.search(text)
    start = text[: first.start()] if first else ""
    for found in _COMPONENT.finditer(text):
        try:
            yield Calendar.from_ical(f"{start}{found[0]}\r\nEND:VCALENDAR\r\n")
        except _BROKEN:
            values.entry += 1
            title = _SUMMARY.search(found[0])
            values.note(Reason.BROKEN, title[1].strip() if title else "")


def write_calendar(tasks: Iterable[FileTask], *, name: str = "Lockstep", kind: Kind = "todo") -> str:
    """Tasks without a date are no events, and completed ones neither."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", _PRODUCT)
    calendar.add("X-WR-CALNAME", name)
    for task in tasks:
        if kind == "todo":
            calendar.add_component(_todo(task))
        elif task.due and not task.completed:
            calendar.add_component(_event(task, task.due))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text.decode()


def _task(component: Component, task_list: str, values: Values) -> Iterator[FileTask]:
    title = str(component.get("SUMMARY", "")).strip()
    if not title:
        values.note(Reason.NO_TITLE, str(component.get("UID", "")))
        return
    if component.name == "VEVENT":
        values.note(Reason.EVENT, title)
    begin = _moment(component, "DTSTART", values.zone)
    has_start = (
        component.name == "VTODO" and "RRULE" not in component
    )  # else it is the first date of a series
    due = _moment(component, "DUE", values.zone) or (None if has_start else begin)
    start = component.get(_START) or (begin.isoformat() if begin and has_start else "")
    completed = _moment(component, "COMPLETED", values.zone)
    is_done = str(component.get("STATUS", "")).upper() == "COMPLETED"
    task = FileTask(
        title=title,
        notes=str(component.get("DESCRIPTION", "")),
        priority=priority_of(component.get("PRIORITY", "")),
        due=due,
        start=values.day(start),
        estimate=next(iter(minutes_of([component.get(_ESTIMATE, "")])), None),
        reminders=tuple(sorted(set(_reminders(component)))),
        tags=_categories(component),
        list=str(component.get(_LIST, task_list)),
        key=str(component.get("UID", "")),
        parent=str(component.get("RELATED-TO", "")),
        completed=(_exact(completed, values) or values.now) if is_done or completed else None,
        created=_exact(_moment(component, "CREATED", values.zone), values),
    )
    yield values.with_repeat(task, _repetition(component, values.zone)) if due else task


def _moment(component: Component, name: str, zone: tzinfo) -> date | datetime | None:
    """A broken one is none, as the library reads it."""
    with suppress(ValueError, AttributeError):
        found = component.decoded(name, None)
        if isinstance(found, datetime):
            return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
        return found if isinstance(found, date) else None
    return None


def _exact(moment: date | datetime | None, values: Values) -> datetime | None:
    return values.moment(moment.isoformat()) if moment else None


def _repetition(component: Component, zone: tzinfo) -> str:
    rule = component.get("RRULE")
    if rule is None:
        return ""
    first = rule[0] if isinstance(rule, list) else rule
    lines = [first.to_ical().decode()]
    excluded = component.get("EXDATE", [])
    for group in excluded if isinstance(excluded, list) else [excluded]:
        days = [_local_day(each.dt, zone) for each in group.dts]
        lines.append(f"EXDATE:{','.join(f'{day:%Y%m%d}' for day in days)}")
    return "\n".join(lines)


def _local_day(moment: date | datetime, zone: tzinfo) -> date:
    if isinstance(moment, datetime):
        return (moment.astimezone(zone) if moment.tzinfo else moment).date()
    return moment


def _reminders(component: Component) -> Iterator[int]:
    for alarm in component.walk("VALARM"):
        before = alarm.get("TRIGGER")
        if before is not None and isinstance(before.dt, timedelta) and before.dt <= timedelta():
            yield -before.dt // timedelta(minutes=1)


def _categories(component: Component) -> tuple[str, ...]:
    found = component.get("CATEGORIES", [])
    groups: list[Any] = found if isinstance(found, list) else [found]
    return names_of(str(name) for group in groups for name in group.cats)


def _todo(task: FileTask) -> Todo:
    todo = Todo.new(
        summary=task.title,
        description=task.notes or None,
        priority=_NUMBERS[task.priority],
        categories=task.tags,
        status=STATUS.COMPLETED if task.completed else STATUS.NEEDS_ACTION,
        created=task.created,
        stamp=task.created,
        uid=task.key or None,
    )
    if task.due:
        todo.add("DUE", task.due)
    if task.completed:
        todo.add("COMPLETED", task.completed)
    if task.parent:
        todo.add("RELATED-TO", task.parent)
    if task.list:
        todo.add(_LIST, task.list)
    if task.estimate:
        todo.add(_ESTIMATE, str(task.estimate))
    if task.start:
        todo.add(_START, task.start.isoformat())
    if task.repeat and task.due:
        todo.add("DTSTART", task.due)  # which a rule needs
    elif task.start and (begin := _begin(task.start, task.due)):
        todo.add("DTSTART", begin)
    _add_repetition(todo, task)
    _add_alarms(todo, task, {"RELATED": "END"})
    return todo


def _begin(start: date, due: date | datetime | None) -> date | datetime | None:
    """As RFC 5545 wants it (3.8.2.3): of the type of the due date, and before it."""
    if isinstance(due, datetime):
        moment = datetime.combine(start, time(), due.tzinfo)
        return moment if moment < due else None
    return start if due is None or start < due else None


def _event(task: FileTask, due: date | datetime) -> Event:
    event = Event.new(
        summary=task.title,
        description=task.notes or None,
        priority=_NUMBERS[task.priority],
        categories=task.tags,
        created=task.created,
        stamp=task.created,
        start=due,
        uid=task.key or None,
    )
    event.add("DTEND", due + (_EVENT_LENGTH if isinstance(due, datetime) else timedelta(days=1)))
    event.add("TRANSP", "TRANSPARENT")  # a task takes no time in a calendar
    _add_repetition(event, task)
    _add_alarms(event, task, {})
    return event


def _add_repetition(component: Component, task: FileTask) -> None:
    if not task.repeat or not task.due:
        return
    series = Recurrence.parse(task.repeat)
    component.add("RRULE", {name: value.split(",") for name, value in series.parts.items()})
    due = task.due
    for day in series.exceptions:
        skipped = datetime.combine(day, due.timetz()) if isinstance(due, datetime) else day
        component.add("EXDATE", skipped)


def _add_alarms(component: Component, task: FileTask, related: dict[str, str]) -> None:
    """Before an event begins, or before a to-do is due."""
    for minutes in task.reminders if task.due else ():
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", task.title)
        alarm.add("TRIGGER", timedelta(minutes=-minutes), parameters=related)
        component.add_component(alarm)
