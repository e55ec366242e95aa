"""Requests to have the list emailed: "email me my tasks", "send me the overdue tasks by email"."""

from __future__ import annotations

from dataclasses import replace

from .commands import Command, Email, Filter, Say
from .context import Context
from .filters import read_filter
from .patterns import rx

_MINE = r"(?:me|myself|my\s+(?:own\s+)?(?:e-?mail|mail|inbox|address)(?:\s+(?:address|inbox|account))?)"
_NOTE = rx(
    r",?\s+(?:with|and|add|adding)\s+(?:a\s+|the\s+)?(?:note|message)\b\s*(?:that|saying|:)?\s*"
    r"(?P<note>.+)$"
)
_MAIL = rx(r"(?:e-?mail|mail)\s+(?:(?:to\s+)?(?:me|myself)\b\s*)?(?P<what>.+?)(?:\s+to\s+(?P<to>.+))?")
_SEND = rx(
    r"send\s+(?:me\s+)?(?P<what>.+?)(?:\s+(?:by|via|per|as|in)\s+(?:an?\s+)?(?:e-?mail|mail)"
    rf"(?:\s+to\s+(?P<to>.+))?|\s+to\s+(?P<mine>{_MINE})(?:\s+(?:by|via|per)\s+(?:e-?mail|mail))?)"
)
_OWN = rx(_MINE)
_LONGEST_NOTE = 2_000


def read_emailing(text: str, context: Context) -> Command | None:
    """The Email that `text` is, or None; only one's own list goes out, and only to oneself."""
    note = _NOTE.search(text)
    bare = text[: note.start()] if note else text
    match = _MAIL.fullmatch(bare) or _SEND.fullmatch(bare)
    if not match:
        return None
    found = read_filter(match["what"], context)
    if found.leftover or not found.is_meant:
        return None
    to = match["to"]
    if (to and not _OWN.fullmatch(to)) or replace(found.filter, status="pending") != Filter():
        return Say("not_emailed")
    return Email(found.filter.status, context.plain(note["note"])[:_LONGEST_NOTE] if note else None)
