"""Questions about certain tasks: search by words, and the details of a task."""

from __future__ import annotations

from .commands import (
    Command,
    Details,
    Find,
    Mentioned,
    Newest,
    Numbers,
    Position,
    Show,
    Status,
    Words,
)
from .context import Context
from .english.words import WORDS
from .filters import NAMES_TASKS, read_filter
from .patterns import LIST, NOUN, rx, tidy
from .references import read_one
from .templates import Slots

_TASKS_AND = rx(rf"\b{NOUN}\s*(?:,|\s(?:and|then|but)\s)")
_SEARCH_DIRT = rx(
    rf"^(?:(?:for|all|any|every|the|my|an?|me|open|pending)\s+)*(?:(?:{NOUN}|anything|everything|something)"
    rf"(?=\s|$)\s*)?(?:(?:that\s+)?(?:is\s+|are\s+)?(?:{WORDS.named('about')}|for|(?:the\s+)?word)\s+)*"
    r"(?:(?:the|my|a|an)\s+)?"
)
_ON_LIST = rx(
    rf"(?:\s+(?:in|on|from|to)\s+(?:my|the)\s+(?:{LIST}|tasks)|\s+(?:task|tasks|item|items)|\s+yet)$"
)
_LONGEST_QUERY = 200


def find(slots: Slots, context: Context) -> Command | None:
    return _find(slots["x"], _status_in(slots["state"], context), context)


def search(slots: Slots, context: Context) -> Command | None:
    """Search; list instead if the text is only a filter: "find all overdue"."""
    narrowed = read_filter(slots["x"], context, default="all")
    if narrowed.is_meant and not narrowed.leftover:
        return Show(narrowed.filter)
    return _find(slots["x"], _status_in(slots["x"], context), context)


def where(slots: Slots, context: Context) -> Command | None:
    return search(slots, context) if NAMES_TASKS.search(slots["x"]) else None


def find_titled(slots: Slots, context: Context) -> Command | None:
    """ "show the dentist tasks", "do I have milk on my list?": search for the words that are not part of a
    filter."""
    words = slots["x"]
    if not NAMES_TASKS.search(words) or _TASKS_AND.search(words):
        return None
    found = read_filter(words, context, default="all")
    query = context.plain(found.leftover)
    if not query or len(query.split()) > 4:
        return None
    return Find(query, "all" if found.filter.status == "overdue" else found.filter.status)


def _find(words: str, status: Status, context: Context) -> Command | None:
    words = _SEARCH_DIRT.sub("", _ON_LIST.sub("", tidy(words)))
    query = context.plain(tidy(words))
    return Find(query[:_LONGEST_QUERY], status) if query else None


def _status_in(text: str, context: Context) -> Status:
    status = read_filter(text, context, default="all").filter.status
    return "pending" if status == "overdue" else status


def details(slots: Slots, context: Context) -> Command | None:
    target = read_one(slots["t"], context)
    return Details((target,)) if isinstance(target, Numbers | Newest) else None


def state(slots: Slots, context: Context) -> Command | None:
    target = read_one(slots["t"], context)
    if not isinstance(target, Numbers | Words | Position | Newest | Mentioned):
        return None
    return Details((target,))


def when(slots: Slots, context: Context) -> Command | None:
    """None if the text may be about something other than a task: "when is the dentist?"."""
    command = state(slots, context)
    is_about_tasks = NAMES_TASKS.search(slots["t"]) or not isinstance(read_one(slots["t"], context), Words)
    return command if is_about_tasks else None
