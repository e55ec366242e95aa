"""Questions about the list as a whole: showing, counting, and what is next."""

from __future__ import annotations

from dataclasses import replace

from chatbot.formatting.sentences import marked
from chatbot.reading import Reason, Unread

from .commands import Command, Filter, Say, Show
from .context import Context
from .filters import NAMES_TASKS, read_filter
from .patterns import cut, rx
from .templates import Slots

NOT_UNDERSTOOD = marked("I don't understand “{words}”")
_DUE = rx(r"\bdue\b")
_DUE_TASKS = rx(rf"{_DUE.pattern}|{NAMES_TASKS.pattern}")


def count(slots: Slots, context: Context) -> Command | None:
    found = read_filter(slots["x"], context)
    is_whole = not found.leftover and (found.is_meant or not slots["x"])
    return Show(found.filter, "count") if is_whole else None


def show_list(slots: Slots, context: Context) -> Command | None:
    """Show the list, even if no word refers to tasks: "what do I have to do?"."""
    found = read_filter(slots["x"], context)
    return None if found.leftover else Show(found.filter)


def show(slots: Slots, context: Context) -> Command | None:
    found = read_filter(slots["x"], context)
    return Show(found.filter) if found.is_meant and not found.leftover else None


def show_filtered(slots: Slots, context: Context) -> Command | None:
    """ "tasks", "overdue"; a bare "done" is not a filter but a statement about a task."""
    command = show(slots, context)
    is_bare_word = " " not in slots["x"]
    return None if command == Show(Filter("completed")) and is_bare_word else command


def refuse_unclear_days(slots: Slots, context: Context) -> Command | None:
    """Refuse "show tasks due this week before 9 am", since the list would be another than the person asked
    for."""
    words = slots["x"]
    days = context.range_in(words) if _DUE_TASKS.search(words) else None
    if not isinstance(days, Unread) or read_filter(cut(words, days.start, days.end), context).leftover:
        return None
    unclear = context.plain(words[days.start : days.end])
    is_impossible = days.reason == Reason.IMPOSSIBLE
    return Say("not_listed", days.message if is_impossible else NOT_UNDERSTOOD.format(words=unclear))


def show_half(slots: Slots, context: Context) -> Command | None:
    """ "what is due tomorrow after lunch?": apply the part that is understood, and report the other words."""
    found = read_filter(slots["x"], context) if _DUE.search(slots["x"]) else None
    if found is None or not found.leftover:
        return None
    left_out = context.plain(found.leftover)
    if found.filter.due or found.filter.days:
        return Show(found.filter, left_out=left_out)
    return Say("not_listed", NOT_UNDERSTOOD.format(words=left_out))


def count_half(slots: Slots, context: Context) -> Command | None:
    half = show_half(slots, context)
    return replace(half, purpose="count") if isinstance(half, Show) else half
