"""Combines the phrases of a text into the dates of one task.

A task has one day, one time and one repetition. If a text names several, none is read: a guess could be
wrong. The parts may be apart ("at 7pm buy milk tomorrow").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from .calendar import Context
from .clocks import hour_of, moment_at
from .recurrence import first_occurrence, rule_of
from .result import MORNING, Kind, Reason, Span
from .values import Clock, Day, Reminder, Repeat, When


@dataclass(slots=True)
class FoundPhrase:
    """A phrase: the node at `index`, of that category, and its value."""

    index: int
    start: int
    end: int
    category: str
    value: Any


class Resolver:
    """Collects the `values` of a `Reading`, the `spans` of what was read, and in `left` what
    was not, with reasons."""

    def __init__(
        self, found: list[FoundPhrase], context: Context, words: set[str], unread: list[FoundPhrase]
    ) -> None:
        self._found, self._context = found, context
        self._is_evening = bool(words & context.language.evening_words)
        self._is_morning = bool(words & context.language.morning_words)
        self._is_day_unclear = any(not isinstance(one.value, When) or one.value.day for one in unread)
        self._is_series_unclear = any(one.category in ("START", "BOUND") for one in unread)
        self.values: dict[str, Any] = {}
        self.spans: list[Span] = []
        self.left: list[tuple[FoundPhrase, Reason]] = []

    def resolve(self) -> None:
        self._read_labels()
        reminder = self._take_reminder()
        starts, untils = self._take_bounds()
        whens, repeats = self._of("WHEN", "RANGE"), self._of("REPEAT")
        problem = self._problem(whens, repeats, starts, untils)
        if problem:
            self._leave([*whens, *repeats, *starts, *untils], problem)
        else:
            self._read_times(whens, repeats, starts, untils)
        if reminder and problem != Reason.SEVERAL:
            self._read_reminder(reminder[0], reminder[1:])

    def _of(self, *categories: str) -> list[FoundPhrase]:
        return [found for found in self._found if found.category in categories]

    def _take(self, taken: list[FoundPhrase]) -> list[FoundPhrase]:
        places = {one.index for one in taken}
        self._found = [one for one in self._found if one.index not in places]
        return taken

    def _read(self, found: list[FoundPhrase], kind: Kind, **values: object) -> None:
        self.values |= values
        self.spans += [Span(one.start, one.end, kind) for one in found]

    def _leave(self, found: list[FoundPhrase], reason: Reason) -> None:
        self.left += [(one, reason) for one in found]

    def _read_labels(self) -> None:
        """All tags, and a priority, a list and an estimate unless several are named."""
        kinds = (Kind.TAG, Kind.PRIORITY, Kind.LIST, Kind.ESTIMATE)
        labels: dict[Kind, list[FoundPhrase]] = {kind: [] for kind in kinds}
        for one in self._of("LABEL"):
            labels[one.value.kind].append(one)
        for kind, found in labels.items():
            names = tuple(dict.fromkeys(name for one in found for name in one.value.names))
            if kind == Kind.TAG:
                self._read(found, kind, tags=names)
            elif len(names) > 1:
                self._leave(found, Reason.SEVERAL)
            elif names and kind == Kind.ESTIMATE:
                self._read(found, kind, estimate=int(names[0]))
            elif names:
                self._read(found, kind, **{"priority" if kind == Kind.PRIORITY else "list_name": names[0]})

    def _take_reminder(self) -> list[FoundPhrase]:
        """The reminder and, unless it starts the text, the time that follows it. Nothing
        if there are several."""
        reminders = self._of("NOTICE")
        if len(reminders) != 1:
            self._leave(reminders, Reason.SEVERAL)
            return []
        taken = reminders
        if taken[0].value.minutes is None and taken[0].index > 0:
            for one in self._of("WHEN"):
                if one.index == taken[-1].index + 1:
                    taken.append(one)
        return self._take(taken)

    def _take_bounds(self) -> tuple[list[FoundPhrase], list[FoundPhrase]]:
        """The start and the end of a series. Without a repetition, "until" and a bare "from" are
        not a due date."""
        starts, untils = self._of("START"), self._of("BOUND")
        if not self._of("REPEAT"):
            self._leave([one for one in starts if not one.value.is_led], Reason.AMBIGUOUS)
            self._leave([one for one in untils if one.value.is_led], Reason.NOT_DUE)
            return [one for one in starts if one.value.is_led], []
        if self._context.language.does_by_end_series:
            untils += [one for one in self._of("WHEN") if one.value.is_by]
        days = [one for one in self._of("RANGE") if one.value.day]
        self._take([*starts, *untils, *days])
        for one in days:
            starts.append(replace(one, end=one.value.split))
            untils.append(replace(one, start=one.value.split, value=one.value.last))
        return starts, untils

    def _problem(
        self,
        whens: list[FoundPhrase],
        repeats: list[FoundPhrase],
        starts: list[FoundPhrase],
        untils: list[FoundPhrase],
    ) -> Reason | None:
        days = {(day.on, day.moment) for one in whens if (day := one.value.day)}
        clocks = _clocks([*whens, *repeats])
        ranges = [one for one in whens if one.value.last]
        is_exact = any(moment for _, moment in days)
        if (
            max(map(len, (days, repeats, ranges, starts, untils))) > 1
            or (clocks and hour_of(clocks) is None)
            or (repeats and days)
            or (is_exact and clocks)
        ):
            return Reason.SEVERAL
        if repeats:
            is_unclear = self._is_series_unclear
        else:  # "starting monday at 9" is not today at 9
            is_unclear = not days and (self._is_day_unclear or bool(starts and clocks))
        return Reason.UNCLEAR_DAY if is_unclear else None

    def _parts(self, found: list[FoundPhrase]) -> tuple[Day | None, Clock | None]:
        days = [one.value.day for one in found if isinstance(one.value, When) and one.value.day]
        clock = hour_of(_clocks(found))
        return days[0] if days else None, self._likely(clock) if clock else None

    def _likely(self, clock: Clock) -> Clock:
        """ "dinner at 7", "wake up at 6"."""
        if not clock.is_guessed or self._is_evening == self._is_morning:
            return clock
        hour = clock.at.hour % 12 + 12 * self._is_evening
        return replace(clock, at=clock.at.replace(hour=hour), is_spoken=True)

    def _read_times(
        self,
        whens: list[FoundPhrase],
        repeats: list[FoundPhrase],
        starts: list[FoundPhrase],
        untils: list[FoundPhrase],
    ) -> None:
        day, clock = self._parts([*whens, *repeats])
        self.values["is_hour_guessed"] = bool(clock and clock.is_guessed)
        if starts:
            self._read(starts, Kind.START, start=_moment(starts[0].value, self._context))
        if repeats:
            self._read_repeat(repeats[0], clock, untils)
        elif clock:
            self.values["due"] = moment_at(day.on if day else None, clock, self._context)
        elif day:
            self.values["due"] = day.moment or day.on
        for one in whens:
            last, joint = one.value.last, one.value.split
            self._read([replace(one, end=joint) if last else one], Kind.DUE)
            if last:
                self._read([replace(one, start=joint)], Kind.END, end=self._end(last))

    def _end(self, last: When) -> date | datetime | None:
        due = self.values.get("due")
        if last.day:
            return last.day.on
        if last.clock is None or not isinstance(due, datetime):
            return None
        end = self._context.at(due.date(), last.clock.at)
        return end if end > due else self._context.at(due.date() + timedelta(days=1), last.clock.at)

    def _read_repeat(self, one: FoundPhrase, clock: Clock | None, untils: list[FoundPhrase]) -> None:
        repeat: Repeat = one.value
        last = _moment(untils[0].value, self._context) if untils else None
        start = self.values.get("start")
        first_day = start.date() if isinstance(start, datetime) else start
        at = clock.at if clock else None
        rule = rule_of(repeat, self._context, at, last)
        due = first_occurrence(repeat, self._context, first_day, at, last)
        if due is None:
            self._leave([one, *untils], Reason.IMPOSSIBLE)
        else:
            self._read([one, *untils], Kind.REPEAT, repeat=rule, due=due)

    def _read_reminder(self, one: FoundPhrase, times: list[FoundPhrase]) -> None:
        reminder: Reminder = one.value
        if times:
            moment = self._reminder_at(times)
            if moment is None:
                self._leave([one, *times], Reason.VAGUE)
            else:
                self._read([one, *times], Kind.REMINDER, reminder=moment)
        elif self.values.get("due"):
            self._read([one], Kind.REMINDER, reminder=reminder.minutes or 0)

    def _reminder_at(self, times: list[FoundPhrase]) -> datetime | None:
        """None if that time is over, or after the task is due."""
        day, clock = self._parts(times)
        due = self.values.get("due")
        last = due.date() if isinstance(due, datetime) else due
        on = day.on if day else last
        exact = day.moment if day else None
        moment = exact or moment_at(on, clock or Clock(MORNING), self._context)
        is_late = last is not None and moment.date() > last
        return None if is_late or moment <= self._context.now else moment


def _clocks(found: list[FoundPhrase]) -> list[Clock]:
    return [one.value.clock for one in found if one.value.clock]


def _moment(when: When, context: Context) -> date | datetime | None:
    if when.day and when.clock:
        return context.at(when.day.on, when.clock.at)
    return when.day.on if when.day else None
