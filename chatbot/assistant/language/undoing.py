"""Requests to take back what was done: "undo that", "no, scratch that"."""

from __future__ import annotations

from .commands import Undo
from .context import Context
from .patterns import rx

_OPENING = (
    r"(?:(?:please|no|nope|oh|oops|ups|whoops|sorry|wait|actually|ok(?:ay)?|hm+|can\s+you|could\s+you)"
    r"[\s,.!…–—-]+)*"
)
_THAT = (
    r"(?:that|this|it|them|the\s+(?:last|previous)(?:\s+(?:one|change|thing|step|action|command|message))?"
    r"|(?:my|your|the)\s+(?:last\s+)?(?:change|changes|action|mistake)|what\s+you\s+(?:just\s+)?did"
    r"|everything|all(?:\s+of\s+(?:it|that|them))?)"
)
_UNDO = rx(
    rf"{_OPENING}(?:(?:undo|revert|roll\s+back|take\s+back|reverse)(?:\s+{_THAT})?|(?:scratch|strike)\s+{_THAT}"
    rf"|(?:take|roll|change|put|turn)\s+{_THAT}\s+back|ctrl[\s+-]*z"
    r"|that\s+was\s+(?:a\s+mistake|wrong|not\s+what\s+i\s+(?:meant|wanted|said))"
    r"|i\s+(?:did\s*n['’]?t|did\s+not)\s+mean\s+(?:that|to\s+do\s+that|it))"
    r"(?:[\s,]+(?:please|again|now|sorry|thanks))*[\s.!]*"
)
_LONGEST = 100


def read_undo(text: str, context: Context) -> Undo | None:
    return Undo() if len(text) <= _LONGEST and _UNDO.fullmatch(text) else None
