"""Questions about certain tasks: searching by words, and one task's details."""

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
    Targets,
    Words,
)
from .context import Context
from .filters import NAMES_TASKS, read_filter
from .patterns import LIST, NOUN, rx, tidy
from .references import read_one

_SEARCH = rx(
    r"(?:find|search(?:\s+for)?|look(?:\s+up|\s+for|ing\s+for)?|where(?:['’]s|\s+is))\s+(?:me\s+)?"
    r"(?P<words>.+)"
)
_ABOUT = rx(
    r"(?:(?:do|did|have)\s+(?:i|we)\s+(?:already\s+)?(?:have\s+|got\s+|add(?:ed)?\s+|put\s+)?"
    r"|(?:is|are)\s+there\s+|(?:which|what)\s+(?:of\s+my\s+)?|(?:show|list|give|tell)\s+(?:me\s+)?"
    r"|what\s+do\s+i\s+have\s+)?"
    r"(?:all\s+|the\s+|my\s+|any\s+|an?\s+|some\s+)*(?:(?:open|pending|done|completed|overdue)\s+)?"
    rf"(?:{NOUN}|anything|something|everything)\s+(?:that\s+)?(?:on\s+my\s+list\s+)?(?:is\s+|are\s+)?"
    r"(?:about|with|contain(?:s|ing)?|mention(?:s|ing)?|includ(?:es?|ing)|match(?:es|ing)?|regarding"
    r"|concerning|related\s+to"
    r"|involving|called|named|has|have|says?)\s+(?P<query>.+)"
)
_ADDED = rx(
    r"(?:did|have)\s+(?:i|we)\s+(?:already\s+)?(?:add(?:ed)?|put|created?|(?:write|written)\s+down)\s+"
    r"(?P<query>.+)"
)
_HAS = rx(r"(?:do\s+(?:i|we)\s+have|have\s+i\s+got|is\s+there|is|are\s+there)\s+(?P<rest>.+)")
_TITLED = rx(
    r"(?:(?:show|list|display|view|see|get|give)\s+(?:me\s+)?|(?=(?:all\s+)?(?:my|our)\s))(?P<rest>.+)"
)
_TASKS_AND = rx(rf"\b{NOUN}\s*(?:,|\s(?:and|then|but)\s)")
_WHERE = rx(r"where\b.*")
_SEARCH_DIRT = rx(
    rf"^(?:(?:for|all|any|every|the|my|an?|me|open|pending)\s+)*(?:(?:{NOUN}|anything|everything|something)"
    r"(?=\s|$)\s*)?"
    r"(?:(?:that\s+)?(?:is\s+|are\s+)?(?:about|with|contain(?:s|ing)|mention(?:s|ing)|including|matching"
    r"|regarding|related\s+to|for"
    r"|called|named|have|has|the\s+word|word)\s+)*(?:(?:the|my|a|an)\s+)?"
)
_ON_LIST = rx(
    rf"(?:\s+(?:in|on|from|to)\s+(?:my|the)\s+(?:{LIST}|tasks)|\s+(?:task|tasks|item|items)|\s+yet)$"
)
_LONGEST_QUERY = 200

_DETAILS = rx(
    r"(?:(?:show|view|display|open|see|describe|read|get)\s+(?:me\s+)?"
    r"|(?:what(?:['’]s|\s+is|\s+about)(?:\s+the\s+(?:status|state|priority|title|description"
    r"|due\s+date)\s+of)?|tell\s+me(?:\s+more)?\s+about|details?\s+(?:of|about|for|on))\s+)"
    r"(?:the\s+)?(?:details?\s+(?:of|about|for|on)\s+)?(?P<target>.+)|(?P<hash>#\d+)"
)
_WHEN_DUE = rx(
    r"when\s+(?:is|are|do\s+i\s+(?:have|need)\s+to|must\s+i|should\s+i)\s+(?P<target>.+?)(?P<due>\s+due)?"
)
_STATE = rx(
    r"(?:is|are|was)\s+(?P<target>.+?)\s+(?:already\s+|still\s+)?(?:done|finished|completed?|open|overdue"
    r"|due\b.*|late|pending)"
    r"|(?:did|have)\s+(?:i|we)\s+(?:already\s+)?(?:finish(?:ed)?|complete[d]?|do|done)\s+(?P<target2>.+?)"
    r"(?:\s+(?:already|yet))?"
)


def read_search(text: str, context: Context) -> Command | None:
    """The Find that `text` is, or the Show if a filter says it all ("find all overdue")."""
    about = _ABOUT.fullmatch(text) or _ADDED.fullmatch(text)
    if about:
        return _find(about["query"], _status_in(text[: about.start("query")], context), context)
    search = _SEARCH.fullmatch(text)
    if not search:
        return _read_titled(text, context)
    narrowed = read_filter(search["words"], context, default="all")
    if narrowed.is_meant and not narrowed.leftover:
        return Show(narrowed.filter)
    if _WHERE.match(text) and not NAMES_TASKS.search(text):
        return None
    return _find(search["words"], _status_in(search["words"], context), context)


def _find(words: str, status: Status, context: Context) -> Command | None:
    words = _SEARCH_DIRT.sub("", _ON_LIST.sub("", tidy(words)))
    query = context.plain(tidy(words))
    return Find(query[:_LONGEST_QUERY], status) if query else None


def _read_titled(text: str, context: Context) -> Command | None:
    """ "show the dentist tasks", "do I have milk on my list?": a search for what the filter leaves over."""
    match = _TITLED.fullmatch(text) or _HAS.fullmatch(text)
    if not match or not NAMES_TASKS.search(match["rest"]) or _TASKS_AND.search(match["rest"]):
        return None
    found = read_filter(match["rest"], context, default="all")
    query = context.plain(found.leftover)
    if not query or len(query.split()) > 4:
        return None
    return Find(query, "all" if found.filter.status == "overdue" else found.filter.status)


def _status_in(text: str, context: Context) -> Status:
    status = read_filter(text, context, default="all").filter.status
    return "pending" if status == "overdue" else status


def read_details(text: str, context: Context) -> Command | None:
    """The Details that `text` is, or None: "show task 3", "when is the report due?", "is task 2 done?"."""
    match = _DETAILS.fullmatch(text)
    if match:
        target = read_one(match["target"] or match["hash"], context)
        return Details((target,)) if isinstance(target, Numbers | Newest) else None
    match = _WHEN_DUE.fullmatch(text)
    if match:
        targets = _singles(match["target"], context)
        is_about_tasks = (
            match["due"] or NAMES_TASKS.search(text) or not any(isinstance(one, Words) for one in targets)
        )
        return Details(targets) if targets and is_about_tasks else None
    match = _STATE.fullmatch(text)
    if match:
        targets = _singles(match["target"] or match["target2"], context)
        return Details(targets) if targets else None
    return None


def _singles(words: str, context: Context) -> Targets:
    target = read_one(words, context)
    return (target,) if isinstance(target, Numbers | Words | Position | Newest | Mentioned) else ()
