"""Requests to delete tasks, one, some or all."""

from __future__ import annotations

from dataclasses import replace

from .commands import Command, Delete, DeleteAll, Filter, Matching, Status
from .context import Context
from .patterns import LIST, NOUN, rx
from .quoting import QUOTED
from .references import read_targets

_DELETE = rx(
    r"(?:delete|remove|erase|drop|trash|bin|discard|scrap|get\s+rid\s+of|throw\s+(?:away|out)|take\s+off"
    r"|forget(?:\s+about)?)\b[:,]?\s*(?P<target>.*)"
)
_TAKE_OFF = rx(rf"take\s+(?P<target>.+?)\s+(?:off|from)\s+(?:my|the)\s+{LIST}")
_CLEAR = rx(
    r"(?:clear|wipe|empty|clean(?:\s+up|\s+out)?|purge|reset)(?:\s+out)?\s+(?P<target>(?:all|everything|"
    rf"(?:all\s+)?(?:of\s+)?(?:my|the)\s+(?:whole\s+|entire\s+)?(?:{NOUN}|{LIST})|(?:all\s+)?(?:my\s+"
    rf"|the\s+)?(?:done|completed?|finished|overdue|pending|open|#\w[\w-]*)(?:\s+(?:{NOUN}))?))"
)
_CANCEL = rx(
    rf"cancel\s+(?P<target>(?:(?:the|my)\s+)?(?:tasks?\s+.+|#\d+.*|\d+|it|them|.+\s+tasks?|{QUOTED.pattern}))"
)
_OPEN = rx(
    r"\b(?:pending|open|unfinished|incomplete|active|remaining|undone|left|not\s+(?:yet\s+)?(?:done"
    r"|finished|completed))\b"
)
_ALL_OF_A_STATE = rx(r"(?:done|completed?|finished|overdue|pending|open)")
_FROM_LIST = rx(rf"\s+(?:from|off|on|in)\s+(?:my|the)\s+(?:{LIST}|tasks)$")


def read_deleting(text: str, context: Context) -> Command | None:
    """The Delete or DeleteAll that `text` is, or None."""
    match = (
        _DELETE.fullmatch(text)
        or _TAKE_OFF.fullmatch(text)
        or _CLEAR.fullmatch(text)
        or _CANCEL.fullmatch(text)
    )
    if not match:
        return None
    words = _FROM_LIST.sub("", match["target"])
    if _ALL_OF_A_STATE.fullmatch(words):
        words = f"all {words} tasks"
    targets = read_targets(words, context)
    if len(targets) == 1 and isinstance(targets[0], Matching):
        return _delete_matching(targets[0].filter, names_open=bool(_OPEN.search(words)))
    return Delete(targets)


def _delete_matching(wanted: Filter, *, names_open: bool) -> Command:
    """What is done goes too, unless only open tasks were named."""
    if wanted.is_narrow:
        status: Status = "all" if wanted.status == "pending" and not names_open else wanted.status
        return Delete((Matching(replace(wanted, status=status)),))
    return DeleteAll("completed" if wanted.status == "completed" else "pending" if names_open else "all")
