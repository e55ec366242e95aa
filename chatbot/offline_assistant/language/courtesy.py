"""Removes polite words from a request: "hi, could you please add milk, thanks" is "add milk"."""

from __future__ import annotations

from .patterns import rx

_POLITE = rx(
    r"^(?:(?:please|pls|kindly|hey|hi|hello|ok|okay|yes|well|so|now|and|also|then|next(?!\s+(?:week|weekend|month|year|\w+day|mon|tue|wed|thu|fri|sat|sun)\b)|first|finally|oh"
    r"|great|thanks|thank\s+you|lockstep|just|actually|right|after\s+that)\b[,!.:]*\s+"
    r"|(?:can|could|would|will)\s+you\s+(?:please\s+)?(?:just\s+|also\s+)?|(?:i(?:['’]d|\s+would)\s+like"
    r"|i\s+want|i\s+need)\s+(?:you\s+to|to\s+(?=(?:add|create|see|know|delete|remove|mark|complete|rename"
    r"|change|move|list|find|search|show)\b))\s*"
    r"|let['’]?s\s+|go\s+ahead\s+and\s+|help\s+me\s+(?:to\s+)?(?=(?:add|create|find|delete|mark)\b)"
    r"|be\s+so\s+kind\s+(?:as\s+)?to\s+|do\s+me\s+a\s+favou?r\s+and\s+|would\s+you\s+mind\s+)+"
)
# Some only count after a punctuation mark: "say cheers" is a title.
_POLITE_END = rx(
    r"(?:(?:[,\s]+(?:for\s+me|will\s+you|if\s+you\s+can)"
    r"|(?<!\bsay)(?<!\bsend)(?<!\bwrite)(?<!\bgive)(?<!\bof)[,\s]+(?:please|pls|plz|thanks|thank\s+you|thx)|[,.;!?]\s*(?:please|pls|plz|(?:many\s+)?thanks(?:\s+(?:a\s+lot|so\s+much|in\s+advance))?"
    r"|thank\s+you(?:\s+(?:so|very)\s+much)?|thx|ty|tysm|tx|cheers|much\s+appreciated))(?:\s*[:;]-?\))?)+[.!?]*$"
)
# At the end of a title these words belong to it: "add stop at 5 now".
_AT_ONCE = rx(r"[,\s]+(?:(?<!from\s)now|right\s+away|ok|okay)[.!?]*$")
_ADDS = rx(r"(?:add|create|new|remind|note|put|remember|don['’]?t\s+forget|i\s)\b")
_ASKED = rx(r"^(?:.{0,20}\s)?(?:can|could|would|will)\s+you\b")

# The full stop of "on 24.12." belongs to the date.
_FULL_STOP = rx(r"\s*(?<!\d\.\d)(?<!\d\.\d\d)\.+$")
_EXCLAMATION = rx(r"(?<=\w)!+$")
_LONGEST = 3_000


def without_opening(text: str) -> str:
    """`text` without the words people begin requests with."""
    return _POLITE.sub("", text)


def without_courtesy(text: str) -> str:
    """`text` without polite words around it, and without its full stop, or the "?" of "could you …?"."""
    was_asked = bool(_ASKED.match(text))
    text = without_opening(text)
    if len(text) < _LONGEST:
        text = _POLITE_END.sub("", text)
        text = text if _ADDS.match(text) else _AT_ONCE.sub("", text)
    text = _FULL_STOP.sub("", text.strip().rstrip("?") if was_asked else text.strip())
    return _EXCLAMATION.sub("", text)
