"""A run's timeline as rows with bars, for the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chatbot.domain.history.timeline import Attempt, Span, Timeline
from chatbot.domain.journal.approvals import summary_in_own_words
from chatbot.formatting import DateSettings, duration
from chatbot.models import Run
from chatbot.pages.runs.details import Details, called_names, decision_text, details_of, said
from chatbot.pages.runs.time_axis import TimeAxis, percent, time_axis
from chatbot.tools import line_of

THINNEST = 0.35  # percent; minimum width of a bar
HEADROOM = 0.25  # of the time so far, for bars that are still growing
LEAST_HEADROOM = 1_000  # milliseconds

STATE_WORDS = {
    "starting": _("Running"),
    "done": _("Done"),
    "asked": _("Asked first"),
    "failed": _("Failed"),
    "declined": _("Declined"),
    "stopped": _("Stopped"),
    "awaiting_approval": _("Waiting for approval"),
    "unfinished": _("Not finished"),
}
CAUSES = {
    "": "",
    "approved": _("after it was approved"),
    "declined": _("after it was declined"),
    "expired": _("after its approval expired"),
    "interrupted": _("after an interruption"),
    "handed over": _("in another process"),
}
LOSSES = {
    "interrupted": _("Interrupted, and resumed"),
    "handed over": _("Handed over by a process that was shut down"),
    "given up": _("Interrupted once more, and given up"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """`since` and `until` are milliseconds since the run was queued; `until` is empty while the row grows."""

    key: str
    kind: str
    state: str
    text: str
    tool: str
    took: str
    since: int
    until: int | str
    x: str
    width: str
    details: Details

    @property
    def state_word(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def is_open(self) -> bool:
        return self.until == ""


@dataclass(frozen=True, slots=True)
class Group:
    number: int
    cause: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Waterfall:
    axis: TimeAxis
    groups: tuple[Group, ...]
    now: int  # milliseconds since the run was queued

    @property
    def axis_json(self) -> str:
        """The axis for the script: from, to and position in percent of each stretch."""
        place = self.axis.percent
        return json.dumps([[s.start, s.end, place(s.start), place(s.end)] for s in self.axis.stretches])

    @property
    def has_folds(self) -> bool:
        return bool(self.axis.folds)


def waterfall_of(run: Run, timeline: Timeline, now: datetime, dates: DateSettings) -> Waterfall:
    start, spans = timeline.start, timeline.spans

    def since(moment: datetime) -> float:
        return max(0.0, (moment - start).total_seconds() * 1_000)

    here = since(now)
    end = here if run.active else since(timeline.end)
    work = [(since(span.start), since(span.end or now)) for span in spans if span.is_work]
    if any(span.is_work and span.end is None for span in spans):
        room = max(LEAST_HEADROOM, HEADROOM * sum(stop - started for started, stop in work))
        work.append((end, end + room))
        end += room
    axis = time_axis(work, end)
    rows = _Rows(run, axis, start, here, dates, now)
    return Waterfall(
        axis,
        tuple(Group(a.number, str(CAUSES[a.cause]), rows.of(a)) for a in timeline.attempts),
        round(here),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    run: Run
    axis: TimeAxis
    start: datetime
    now: float
    dates: DateSettings
    moment: datetime  # of the page

    def of(self, attempt: Attempt) -> tuple[Row, ...]:
        return tuple(self._row(span, f"{attempt.number}-{n}") for n, span in enumerate(attempt.spans))

    def _row(self, span: Span, key: str) -> Row:
        since = self._since(span.start)
        until = None if span.end is None else self._since(span.end)
        started, ended = self.axis.percent(since), self.axis.percent(self.now if until is None else until)
        width = max(THINNEST, ended - started)
        return Row(
            key=key,
            kind=span.kind,
            state=span.state,
            text=_text(span, self.run, self.dates),
            tool=span.call.name if span.call and span.kind == "tool" else "",
            took=exact((self.now if until is None else until) - since),
            since=round(since),
            until="" if until is None else round(until),
            x=percent(min(started, 100 - width)),
            width=percent(width),
            details=details_of(span, self.dates, self.moment),
        )

    def _since(self, moment: datetime) -> float:
        return max(0.0, (moment - self.start).total_seconds() * 1_000)


def exact(milliseconds: float) -> str:
    """142 ms, 3.2 s, 12 s, 1 min 5 s: to the millisecond below a second"""
    return f"{round(milliseconds)} ms" if milliseconds < 999.5 else duration(milliseconds)


def _text(span: Span, run: Run, dates: DateSettings) -> str:
    match span.kind:
        case "queued":
            first = span.attempt == 1
            if span.end:
                return str(_("Waited to start") if first else _("Waited to resume"))
            return str(_("Waiting to start") if first else _("Waiting to resume"))
        case "turn":
            return _turn_text(span, run)
        case "tool":
            return _tool_text(span, dates)
        case "approval":
            return _approval_text(span)
        case "lost":
            return str(LOSSES[span.note])


def _approval_text(span: Span) -> str:
    if not span.note:
        return str(_("Waiting for approval") if span.end is None else _("Nobody decided"))
    return decision_text(span.call) if span.call and span.call.decision else span.note


def _turn_text(span: Span, run: Run) -> str:
    if span.turn is not None:
        names = called_names(span.turn)
        if not names:
            return str(_("Wrote the answer"))
        count = {"count": len(names)}
        if said(span.turn):
            return (
                ngettext("Spoke, and chose the next step", "Spoke, and chose %(count)d steps", len(names))
                % count
            )
        return ngettext("Chose the next step", "Chose %(count)d steps", len(names)) % count
    if span.end is None:
        return str(_("Writing the answer…") if run.reply.content else _("Thinking…"))
    words = {"done": _("Thought"), "failed": _("Thinking, without an answer")}
    return str(words.get(span.state, _("Thinking")))


def _tool_text(span: Span, dates: DateSettings) -> str:
    if span.call is None:
        return str(_("A step"))
    if span.is_last_of_call and span.state != "awaiting_approval":
        return line_of(span.call, dates) or span.call.name
    if span.state == "asked" or span.call.proposal is not None:
        return summary_in_own_words(span.call) or str(
            (span.call.proposal or {}).get("summary") or span.call.name
        )
    return _("Began %(tool)s") % {"tool": span.call.name}
