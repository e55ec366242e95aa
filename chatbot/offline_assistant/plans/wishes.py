"""The patterns of a person's feedback on a proposal, and its clauses."""

from __future__ import annotations

from chatbot.offline_assistant.language.context import is_german_spoken
from chatbot.offline_assistant.language.german import wishes
from chatbot.offline_assistant.language.patterns import NUMBER_WORD, rx
from chatbot.offline_assistant.language.quoting import mask

_BEGINNING = (
    r"(?:without|also|add|no|drop|remove|skip|by|until|call|rename|start|begin|end|finish|put|move|keep|only|just"
    r"|at\s+most|fewer|make\s+it|shorter)\b"
)
_CLAUSE = rx(
    rf"\s*(?:[.;!\n]+|,?\s+(?:and|but)\s+(?:then\s+)?(?={_BEGINNING})|,\s+(?=(?:but\s+)?{_BEGINNING}))\s*"
)
_LEADING = rx(
    r"^(?:(?:please|but|and|ok(?:ay)?|good|well|so|then|just(?=\s+(?:drop|remove|skip|add|start|begin|leave|do)\b))\b"
    r"|(?:can|could|shall|should|would)\s+(?:you|we|it|i)\b|let['’]?s\b"
    r"|i(?:['’]d|\s+would)\s+(?:like|prefer|rather)(?:\s+(?:to|it\s+to))?\b|,|\s)+\s*"
)
_TRAILING = rx(r"(?:[\s,]+(?:please|thanks|thank\s+you)|[.!?,\s]+)+$")

WITHOUT = rx(
    r"(?:(?:(?:do\s+it\s+)?without|no(?!t\b|\s+later\b|\s+more\b)|drop|remove|skip|leave\s+out|not|(?:i|we)\s+(?:do\s+not|don['’]?t)\s+(?:need|want))\s+"
    r"(?:any\s+|the\s+|a\s+)?(?P<what>.+)|leave\s+(?:the\s+)?(?P<named>.+?)\s+out)"
)
ALSO = rx(
    r"(?:also|add|include|plus|and\s+also|with|(?:i|we)\s+(?:also\s+)?(?:need|want))\s+(?:also\s+|add\s+|include\s+|the\s+|a\s+)?"
    r"(?P<what>(?!(?:add|include)$).+)"
)
ONLY = rx(r"(?:only|just|keep(?:\s+only)?)\s+(?:the\s+)?(?P<what>.+)")
NO_DATES = rx(
    r"(?:without|no|drop|remove|skip|leave\s+out)\s+(?:any\s+|the\s+|all\s+)?(?:due\s+)?(?:dates?|days|deadlines?)"
)
SHORTER = rx(
    r".*\b(?:shorter|simpler|(?:just|only)\s+(?:make\s+|add\s+)?the\s+tasks|^the\s+tasks$|too\s+(?:long|much))\b.*"
)
FEWER = rx(
    r".*\b(?:fewer|less|too\s+many|(?:not|n['’]?t)\s+(?:want\s+|need\s+)?(?:so|that|this)\s+many)\s+steps\b.*"
)
COUNT = rx(
    rf"(?!(?:also|add|include|plus|drop|remove|skip|leave|without)\b)(?:.*\s)?"
    rf"(?P<count>\d{{1,2}}|{NUMBER_WORD}|a\s+single)\s+steps?\b.*"
)
FIRST = rx(
    r"(?:start|begin)\s+(?:with|by)\s+(?:the\s+|a\s+)?(?P<what>.+)"
    r"|(?:put\s+|do\s+)?(?:the\s+)?(?P<named>.+?)\s+(?:(?:should|must|has\s+to|needs\s+to)\s+)?(?:comes?\s+|goes?\s+|be\s+)?first"
    r"(?:,?\s+(?:and\s+)?then\s+(?P<next>.+))?"
    r"|(?:move|put)\s+(?:the\s+)?(?P<moved>.+?)\s+(?:to|at)\s+the\s+(?:top|front|start|beginning)"
)
LAST = rx(
    r"(?:end|finish|close)\s+with\s+(?:the\s+|a\s+)?(?P<what>.+)"
    r"|(?:put\s+|do\s+)?(?:the\s+)?(?P<named>.+?)\s+(?:(?:should|must|has\s+to|needs\s+to)\s+)?(?:comes?\s+|goes?\s+|be\s+)?last"
    r"|(?:move|put)\s+(?:the\s+)?(?P<moved>.+?)\s+(?:to|at)\s+the\s+(?:end|bottom)"
)
BEFORE = rx(
    r"(?:put\s+|do\s+|move\s+)?(?:the\s+)?(?P<what>.+?)\s+(?P<where>before|after)\s+(?:the\s+)?(?P<other>.+)"
)
THEN = rx(r"\s*,?\s+(?:(?:and\s+)?then\s+|(?:und\s+)?dann\s+(?:(?:der|die|das)\s+)?)")
CALLED = rx(r"(?:call\s+it|name\s+it|rename\s+it(?:\s+to)?|the\s+title\s+(?:is|should\s+be))\s+(?P<what>.+)")
STEP = rx(r"(?:the\s+)?steps?\s+(?P<numbers>\d+(?:\s*(?:,|and|&)\s*\d+)*)")
_NUMBER = rx(r"\d+")


def clauses_of(feedback: str) -> list[str]:
    """Its clauses, each without polite words around it, and in English where it is a German wish."""
    masked, quotes = mask(feedback)
    parts = wishes(masked, _CLAUSE.split) if is_german_spoken() else _CLAUSE.split(masked)
    bare = (_TRAILING.sub("", _LEADING.sub("", part)) for part in parts if part)
    return [clause for part in bare if (clause := quotes.restore(part).strip())]


def step_numbers(words: str) -> set[int]:
    """The numbers in "steps 2 and 3"; none if the words name no steps by number."""
    found = STEP.search(words)
    return {int(number) for number in _NUMBER.findall(found["numbers"])} if found else set()
