"""Makes one task's dates of the phrases that are surely meant.

A task has one day, one time and one repetition. Where a text names several, none is read: guessing would
invent a time. The parts may stand apart ("at 7pm buy milk tomorrow").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from .calendar import Context
from .moments import hour_of, moment_at
from .recurrence import first_occurrence, rule_of
from .result import Kind, Reading, Reason, Span
from .values import Clock, Day, Label, Range, Reminder, Repeat, When

REMINDER_HOUR = time(9)  # where only a day is named

type Moment = date | datetime


@dataclass(slots=True)
class Found:
    """A phrase: the node at `index`, of that category."""

    index: int
    start: int
    end: int
    category: str
    value: When | Range | Repeat | Reminder | Label


class Resolver:
    """`spans` are the places of what was read; `left` is what was not, with the reason."""

    def __init__(self, found: list[Found], context: Context, words: set[str], unread: list[Found]) -> None:
        self._found, self._context = found, context
        self._is_evening = bool(words & context.language.evening_words)
        self._is_morning = bool(words & context.language.morning_words)
        self._is_day_unclear = any(not isinstance(one.value, When) or one.value.day for one in unread)
        self._is_series_unclear = any(one.category in ("START", "BOUND") for one in unread)
        self._reading = Reading("")
        self.spans: list[Span] = []
        self.left: list[tuple[Found, Reason]] = []

    def resolve(self) -> Reading:
        """The task's data, still without the title and the places."""
        self._labels()
        reminder = self._take_reminder()
        start, until = self._take_bounds()
        whens, ranges, repeats = (self._of(category) for category in ("WHEN", "RANGE", "REPEAT"))
        if self._are_several(whens, ranges, repeats):
            self._leave([*whens, *ranges, *repeats, *start, *until], Reason.SEVERAL)
            return self._reading
        self._times(whens, ranges, repeats, start, until)
        self._remind(reminder)
        return self._reading

    def _of(self, category: str) -> list[Found]:
        return [found for found in self._found if found.category == category]

    def _read(self, found: list[Found], kind: Kind) -> None:
        self.spans += [Span(one.start, one.end, kind) for one in found]

    def _leave(self, found: list[Found], reason: Reason) -> None:
        self.left += [(one, reason) for one in found]

    def _labels(self) -> None:
        """All tags, and a priority and a list unless several are named."""
        found = [(one, one.value) for one in self._of("LABEL") if isinstance(one.value, Label)]
        priorities = {label.priority for _, label in found if label.kind == Kind.PRIORITY}
        lists = {label.names[0] for _, label in found if label.kind == Kind.LIST}
        tags = dict.fromkeys(name for _, label in found if label.kind == Kind.TAG for name in label.names)
        self._reading = replace(
            self._reading,
            priority=priorities.pop() if len(priorities) == 1 else None,
            list_name=lists.pop() if len(lists) == 1 else None,
            tags=tuple(tags),
        )
        for one, label in found:
            if label.kind == Kind.TAG or not (priorities if label.kind == Kind.PRIORITY else lists):
                self._read([one], label.kind)
            else:
                self._leave([one], Reason.SEVERAL)

    def _take_reminder(self) -> list[Found]:
        """The reminder and, unless it begins the text, the time right behind it. Of several, none."""
        reminders = self._of("NOTICE")
        if len(reminders) > 1:
            self._leave(reminders, Reason.SEVERAL)
        if len(reminders) != 1:
            return []
        taken, first = reminders[:1], reminders[0]
        if isinstance(first.value, Reminder) and first.value.minutes is None and first.index > 0:
            for one in self._of("WHEN"):
                if one.index == taken[-1].index + 1:
                    taken.append(one)
            places = {one.index for one in taken}
            self._found = [one for one in self._found if one.index not in places]
        return taken

    def _take_bounds(self) -> tuple[list[Found], list[Found]]:
        """Where a series starts and ends. Without one, "until" and a bare "from" are no due date."""
        starts, untils = self._of("START"), self._of("BOUND")
        has_series = any(isinstance(one.value, Repeat) for one in self._found)
        if not has_series:
            self._leave([one for one in starts if not _is_led(one)], Reason.AMBIGUOUS)
            self._leave([one for one in untils if _is_led(one)], Reason.NOT_DUE)
            return [one for one in starts if _is_led(one)], []
        for one in self._of("RANGE"):
            if isinstance(one.value, Range) and one.value.first.day:
                starts.append(Found(one.index, one.start, one.value.split, "START", one.value.first))
                untils.append(Found(one.index, one.value.split, one.end, "BOUND", one.value.last))
        taken = {one.index for one in untils}
        self._found = [one for one in self._found if one.index not in taken]
        if self._context.language.does_by_end_series:
            untils += [one for one in self._of("WHEN") if _is_by(one)]
            self._found = [one for one in self._found if not _is_by(one)]
        return starts, untils

    def _are_several(self, whens: list[Found], ranges: list[Found], repeats: list[Found]) -> bool:
        values = [one.value for one in whens if isinstance(one.value, When)]
        spans = [one.value.first for one in ranges if isinstance(one.value, Range)]
        days = {(when.day.on, when.day.moment) for when in [*values, *spans] if when.day}
        clocks = self._clocks([*whens, *ranges, *repeats])
        is_exact = any(moment for _, moment in days)
        return (
            len(days) > 1
            or bool(clocks and hour_of(clocks) is None)
            or len(repeats) > 1
            or len(ranges) > 1
            or bool(repeats and days)
            or bool(is_exact and clocks)
        )

    def _times(
        self,
        whens: list[Found],
        ranges: list[Found],
        repeats: list[Found],
        start: list[Found],
        until: list[Found],
    ) -> None:
        if len(start) > 1 or len(until) > 1:
            self._leave([*whens, *ranges, *repeats, *start, *until], Reason.SEVERAL)
            return
        day, clock = self._parts([*whens, *ranges, *repeats])
        if (self._is_day_unclear and not (day or repeats)) or (self._is_series_unclear and repeats):
            self._leave([*whens, *ranges, *repeats, *start, *until], Reason.UNCLEAR_DAY)
            return
        self._reading = replace(self._reading, is_hour_guessed=bool(clock and clock.is_guessed))
        self._read(whens, Kind.DUE)
        if start:
            self._reading = replace(self._reading, start=_moment(start[0], self._context))
            self._read(start, Kind.START)
        if repeats:
            self._repeat(repeats[0], clock, until)
        elif day or clock:
            self._reading = replace(self._reading, due=self._due(day, clock))
        for one in ranges:
            if isinstance(one.value, Range):
                self._range(one, one.value)

    def _parts(self, found: list[Found]) -> tuple[Day | None, Clock | None]:
        values = [one.value.first if isinstance(one.value, Range) else one.value for one in found]
        whens = [value for value in values if isinstance(value, When)]
        day = next((when.day for when in whens if when.day), None)
        clock = hour_of(self._clocks(found)) if self._clocks(found) else None
        return day, self._likely(clock) if clock else None

    def _clocks(self, found: list[Found]) -> list[Clock]:
        values = [one.value.first if isinstance(one.value, Range) else one.value for one in found]
        return [value.clock for value in values if isinstance(value, When | Repeat) and value.clock]

    def _likely(self, clock: Clock) -> Clock:
        """ "dinner at 7", "wake up at 6"."""
        if not clock.is_guessed or self._is_evening == self._is_morning:
            return clock
        hour = clock.at.hour % 12 + 12 * self._is_evening
        return replace(clock, at=clock.at.replace(hour=hour), is_spoken=True)

    def _due(self, day: Day | None, clock: Clock | None) -> Moment | None:
        if day and day.moment:
            return day.moment
        if clock is None:
            return day.on if day else None
        return moment_at(day.on if day else None, clock, self._context)

    def _range(self, one: Found, value: Range) -> None:
        joint = max(value.split, one.start)
        self.spans += [Span(one.start, joint, Kind.DUE), Span(joint, one.end, Kind.END)]
        if value.last.day:
            self._reading = replace(self._reading, end=value.last.day.on)
            return
        due = self._reading.due
        if value.last.clock and isinstance(due, datetime):
            end = self._context.at(due.date(), value.last.clock.at)
            if end <= due:
                end = self._context.at(due.date() + timedelta(days=1), value.last.clock.at)
            self._reading = replace(self._reading, end=end)

    def _repeat(self, one: Found, clock: Clock | None, until: list[Found]) -> None:
        repeat = one.value
        assert isinstance(repeat, Repeat)  # noqa: S101 - of this category
        last = _moment(until[0], self._context) if until else None
        start = self._reading.start
        first_day = start.date() if isinstance(start, datetime) else start
        at = clock.at if clock else None
        rule = rule_of(repeat, self._context, at, last)
        due = first_occurrence(repeat, self._context, first_day, at, last)
        if due is None:
            self._leave([one, *until], Reason.IMPOSSIBLE)
            return
        self._reading = replace(self._reading, repeat=rule, due=due)
        self._read([one, *until], Kind.REPEAT)

    def _remind(self, taken: list[Found]) -> None:
        if not taken:
            return
        reminder, times = taken[0].value, taken[1:]
        assert isinstance(reminder, Reminder)  # noqa: S101 - of this category
        if times:
            moment = self._reminder_at(times)
            if moment is None:
                self._leave(taken, Reason.VAGUE)
                return
            self._reading = replace(self._reading, reminder=moment)
        elif self._reading.due is None:
            return
        else:
            self._reading = replace(self._reading, reminder=reminder.minutes or 0)
        self._read(taken, Kind.REMINDER)

    def _reminder_at(self, times: list[Found]) -> datetime | None:
        """None if that is over, or after the task is due."""
        day, clock = self._parts(times)
        due = self._reading.due
        last = due.date() if isinstance(due, datetime) else due
        moment = day.moment if day else None
        if moment is None:
            on = day.on if day else last
            moment = moment_at(on, clock or Clock(REMINDER_HOUR), self._context)
        is_late = last is not None and moment.date() > last
        return None if is_late or moment <= self._context.now else moment


def _moment(one: Found, context: Context) -> Moment | None:
    value = one.value
    if not isinstance(value, When):
        return None
    if value.day and value.clock:
        return context.at(value.day.on, value.clock.at)
    return value.day.on if value.day else None


def _is_led(one: Found) -> bool:
    return isinstance(one.value, When) and one.value.is_led


def _is_by(one: Found) -> bool:
    return isinstance(one.value, When) and one.value.is_by
