"""Takes priorities and tags out of a text."""

from __future__ import annotations

import re

from .commands import Priority
from .patterns import cut, rx

_LEVELS: dict[str, Priority] = {
    "high": "high", "highest": "high", "top": "high", "urgent": "high", "critical": "high",
    "important": "high", "asap": "high", "1": "high", "!!!": "high",
    "medium": "medium", "med": "medium", "normal": "medium", "regular": "medium", "2": "medium",
    "low": "low", "lowest": "low", "minor": "low", "unimportant": "low", "3": "low",
}  # fmt: skip
LEVEL = r"(?P<level>highest|high|top|medium|med|normal|regular|lowest|low|urgent|critical)"
_WHOLE_LEVEL = rx(
    r"(?:(?:a|an|the|very)\s+)*(?:priority\s+)?!?"
    rf"(?P<level>{'|'.join(map(re.escape, _LEVELS))})(?:[- ]priority)?"
)
_AS = r"(?:(?:with|at|of|as|in|and)\s+)?(?:an?\s+|the\s+)?"
_PRIORITY_RULES = (
    rx(r"(?<![\w!])!(?P<level>high|medium|med|normal|low|urgent|important|[123])(?!\w)"),
    rx(r"(?<!\S)(?P<level>!!!)(?!\S)"),
    rx(rf"\bas\s+an?\s+{LEVEL}[- ]priority\s+(?:task|item|to-?do)\b"),
    rx(r"\(\s*(?:very\s+)?(?P<level>urgent|critical|important|unimportant)\s*\)"),
    rx(rf"\b{_AS}{LEVEL}[- ]priority\b"),
    rx(rf"\b{_AS}priority(?:\s+(?:is|of|to|at|level))?\s*[:=]?\s*{LEVEL}(?:\s+(?:one|task))?\b"),
    rx(r"\b(?:as\s+)?(?P<level>asap)\b"),
    rx(
        r"(?:^|[,(;]\s*|\s(?:it['’]?s\s+|is\s+|and\s+|as\s+))(?:very\s+)?(?P<level>urgent|critical"
        r"|important|unimportant)(?=\s*[).!,;]*\s*$|\s*[,;:)])"
    ),
    rx(r"(?<=\s)(?P<level>urgent(?:ly)?|important)\s*[).!]*\s*$"),
    rx(r"^(?P<level>urgent(?:ly)?)\b[:,]?"),
)

TAG_NAME = r"[^\W\d_][\w-]{0,49}"
HASHTAG = rf"(?<![\w&/])#(?P<tag>{TAG_NAME})"
_HASHTAG = rx(HASHTAG)
_DANGLING = rx(r"\s+(?:and|with|for|in|on|&)$")
_NAMES = rf"(?P<names>#?{TAG_NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)#?{TAG_NAME})*)"
_TAGGED = rx(
    r"(?:,\s*|\b)(?:and\s+)?(?:tagged(?:\s+(?:with|as))?|(?:with|under|and)\s+(?:the\s+|an?\s+)?(?:tags?"
    r"|labels?)|tags?:|labels?:)"
    rf"\s*:?\s*{_NAMES}"
)


def level_of(text: str) -> Priority | None:
    """The priority that `text` as a whole names: "high", "low priority", "urgent"."""
    match = _WHOLE_LEVEL.fullmatch(text.strip(" .!"))
    return _LEVELS[match["level"].lower()] if match else None


def take_priority(text: str) -> tuple[Priority | None, str]:
    """The priority in `text`, and the text without it."""
    for pattern in _PRIORITY_RULES:
        match = pattern.search(text)
        if match:
            return _LEVELS[match["level"].lower().removesuffix("ly")], cut(text, *match.span())
    return None, text


def take_tags(text: str) -> tuple[tuple[str, ...], str]:
    """The tags in `text` in order, each once and without "#", and the text without them."""
    names = [match["tag"] for match in _HASHTAG.finditer(text)]
    tagged = _TAGGED.search(text)
    if tagged:
        names += tag_names(tagged["names"])
        text = cut(text, *tagged.span())
    if names:
        text = _DANGLING.sub("", cut(_HASHTAG.sub(" ", text), 0, 0))
    return tuple(dict.fromkeys(names)), text


def with_hashtags(text: str) -> str:
    """`text` with "tagged a, b" written as "#a #b", so that the comma divides nothing."""
    tagged = _TAGGED.search(text)
    if not tagged:
        return text
    tags = " ".join(f"#{name}" for name in tag_names(tagged["names"]))
    return f"{text[: tagged.start()]} {tags} {text[tagged.end() :]}"


def tag_names(text: str) -> tuple[str, ...]:
    """The tags of a list such as "home, #work and garden"."""
    names = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+(?=#)", text.strip())
    return tuple(dict.fromkeys(name.strip(" #.!") for name in names if name.strip(" #.!")))
