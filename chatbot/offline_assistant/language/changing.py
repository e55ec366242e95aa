"""Changes of title, description, priority and tags. Due dates are in `dues`."""

from __future__ import annotations

from chatbot.reading import Due, read_notice

from .commands import Change, Changes
from .context import Context
from .labels import level_of, tag_names
from .new_tasks import LONGEST_DESCRIPTION, LONGEST_TITLE
from .patterns import rx, tidy
from .references import read_targets
from .templates import Slots

_LIST = rx(r"(?:my|the)?\s*(?:\w+[- ]){0,2}lists?(?:\s+.*)?")
_BEFORE_LEVEL = rx(r"\s+(?:to\s+(?:be\s+)?|as\s+)?(?:an?\s+)?$")
_STATE = rx(r"(?:be\s+)?(?:not\s+)?(?:done|completed?|finished|open|pending|incomplete|undone)(?:\s+again)?")
_BEFORE_TITLE = rx(r"^(?:be\s+(?:called\s+)?|say\s+)")


_NOW = rx(r"\s+(?:instead|now|again|from\s+now\s+on|stattdessen|jetzt|ab\s+jetzt)$")
_BEFORE = rx(r"\s+(?:before(?:hand)?|in\s+advance|early|earlier|ahead|vorher|davor|zuvor)$")


def remind(slots: Slots, context: Context) -> Change | None:
    minutes = read_notice(_BEFORE.sub("", context.plain(slots["x"])), language=context.language)
    if minutes is None:
        return None
    return Change(read_targets(slots["t"], context), Changes(reminders=(minutes,)))


def repeat(slots: Slots, context: Context) -> Change | None:
    words = _NOW.sub("", context.plain(slots["x"]))
    if not context.is_repeat(words):
        return None
    return Change(read_targets(slots["t"], context), Changes(repeat=words))


def tag(slots: Slots, context: Context) -> Change | None:
    if _LIST.fullmatch(slots["t"]):
        return None
    return Change(read_targets(slots["t"], context), Changes(add_tags=_names(slots, context)))


def untag(slots: Slots, context: Context) -> Change | None:
    if slots["names"].lower() == "all" or _LIST.fullmatch(slots["t"]):
        return None
    return Change(read_targets(slots["t"], context), Changes(remove_tags=_names(slots, context)))


def _names(slots: Slots, context: Context) -> tuple[str, ...]:
    return tag_names(context.plain(slots["names"]).strip("\"'"))


def describe(slots: Slots, context: Context) -> Change:
    description = context.plain(slots["x"])[:LONGEST_DESCRIPTION]
    return Change(read_targets(slots["t"], context), Changes(description=description))


def note(slots: Slots, context: Context) -> Change:
    text = context.plain(slots["x"])[:LONGEST_DESCRIPTION]
    return Change(read_targets(slots["t"], context), Changes(note=text))


def prioritise(slots: Slots, context: Context) -> Change:
    targets = read_targets(_BEFORE_LEVEL.sub("", slots["t"]), context)
    return Change(targets, Changes(priority=level_of(slots["level"])))


def rename(slots: Slots, context: Context) -> Change | None:
    """A title is not searched for dates; "rename task 2 to done" marks the task as done."""
    if _STATE.fullmatch(slots["x"]):
        return None
    return Change(read_targets(slots["t"], context), _titled(slots["x"], context))


def change(slots: Slots, context: Context) -> Change | None:
    if _STATE.fullmatch(slots["x"]):
        return None
    return Change(read_targets(slots["t"], context), changed_to(slots["x"], context))


def changed_to(text: str, context: Context) -> Changes:
    """What follows "to": a due date, a priority, or else a title."""
    level, due = level_of(text), context.due_in(text)
    if isinstance(due, Due) and not level:
        level = level_of(tidy(text[: due.start]))
    if level or (isinstance(due, Due) and due.start == 0):
        return Changes(priority=level, due=due if isinstance(due, Due) else None)
    return _titled(text, context)


def _titled(text: str, context: Context) -> Changes:
    title = tidy(context.plain(_BEFORE_TITLE.sub("", text)))
    return Changes(title=title[:LONGEST_TITLE]) if title else Changes(missing="title")
