"""When tasks start, and how long they take: "#3 starts Monday", "estimate #3 at 30 min"."""

from __future__ import annotations

from datetime import date, datetime

from chatbot.reading import Due, read_notice

from .commands import Change, Changes
from .context import Context
from .patterns import rx
from .references import read_targets
from .templates import Slots

_LED = rx(r"^(?:(?:only|not\s+before|from|on|ab|erst|seit)\s+)+")
_LEFT = rx(r"(?:\s+(?:only|not\s+before|from|on|ab|erst|with))+$|^(?:with|on|mit)\s+")
_ABOUT = rx(r"^(?:(?:about|around|roughly|approximately|circa|ca\.?|etwa|ungefähr|rund|~)\s*)+")


def start(slots: Slots, context: Context) -> Change | None:
    """ "start #3 on Monday": the tasks and the day. A start has no time of day."""
    found = context.due_in(slots["x"])
    if not isinstance(found, Due) or isinstance(found.due, datetime):
        return None
    return _starting(_LEFT.sub("", slots["x"][: found.start].strip()), found.due, context)


def starts(slots: Slots, context: Context) -> Change | None:
    found = context.due(_LED.sub("", slots["d"]))
    if not isinstance(found, Due) or isinstance(found.due, datetime):
        return None
    return _starting(slots["t"], found.due, context)


def _starting(tasks: str, day: date, context: Context) -> Change | None:
    targets = read_targets(tasks, context)
    return Change(targets, Changes(start=day)) if targets else None


def estimate(slots: Slots, context: Context) -> Change | None:
    minutes = read_notice(_ABOUT.sub("", context.plain(slots["x"])), language=context.language)
    return Change(read_targets(slots["t"], context), Changes(estimate=minutes)) if minutes else None
