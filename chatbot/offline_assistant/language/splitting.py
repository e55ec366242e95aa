"""Splits the text of an addition into tasks: "milk, eggs and bread" are three, "dinner with Ann and Bob" is
one.

Lines and semicolons always separate items. Commas and "and" do if every part begins with a verb ("buy milk
and call mum"), or if no part does and all are short nouns ("milk and eggs"). "buy milk and eggs" is one item.
"""

from __future__ import annotations

import re

from chatbot.reading import Kind, Span

from .context import Context
from .patterns import rx
from .verbs import begins_with_verb

MOST_READ = 60
_LINE = re.compile(r"\s*(?:\n|;)\s*")
_BULLET = re.compile(r"^\s*(?:[-*•–+]|\d{1,3}[.)]|\[[ xX]?\])\s+(?:\[[ xX]?\]\s+)?")
_NUMBER = re.compile(r"(?<!\S)(\d{1,3})[.)]\s+")
_COMMA = rx(r"\s*,\s*(?:and\s+(?:also\s+)?|&\s*)?")
_JOINT = rx(r"\s*,\s*(?:and\s+(?:also\s+)?|&\s*)?|\s+and\s+(?:also\s+|then\s+)?|\s+(?:&|\+)\s+|\s+plus\s+")
_ANOTHER = rx(
    r"(?:\s*,\s*|\s+)and\s+(?:(?:a|another|one)(?:\s+(?:more|other|second|third))?\s+(?:(?:task|one|to-?do"
    r"|item)\s+)?|(?:a\s+)?(?:task|one)\s+)(?:to|for|called|named)\s+"
)
_RELATION = rx(
    r"\b(?:with|for|between|about|of|on|to|from|at|in|by|than|both|before|after|against|without|via|into"
    r"|versus|vs)\b"
)
_GERMAN_JOINT = rx(r"\s*,\s*(?:und\s+)?|\s+und\s+(?:auch\s+|dann\s+)?|\s+(?:&|\+)\s+|\s+sowie\s+")
_GERMAN_RELATION = rx(
    r"\b(?:mit|für|zwischen|über|von|vom|auf|zum?|zur|bei|beim|ins?|im|am|an|nach|vor|ohne|gegen|aus|um|als|bis)\b"
)
_ARTICLE = rx(r"^(?:a|an|the|some|my)\s+")
_PAIRS = rx(
    r"\b(?:mac|fish|gin|salt|pros|terms|rock|trial|black|up|odds|bread|peanut butter|r|q|b|p|lost|research"
    r"|arts|bed)\s+(?:and|&)\s+"
    r"(?:cheese|chips|tonic|pepper|cons|conditions|roll|error|white|running|ends|butter|jelly|d|a|b|l|found"
    r"|development|crafts|breakfast)\b"
)
_DETAILED = rx(r"^[^:,\n]{1,60}\w:\s+(?:\S+\s+){2,}\S")
_WORDS_OF_A_THING = 3
_LONGEST_PART = 200
_LONGEST_LINE = 1_000


def split_items(text: str, context: Context, *, one_task: bool, many_tasks: bool) -> list[str]:
    """The items of `text`. `one_task`: the person said "a task"; `many_tasks`: "tasks"."""
    if numbered := _numbered(text.strip()):
        return numbered
    lines = [line for line in (_BULLET.sub("", part).strip() for part in _LINE.split(text.strip())) if line]
    if len(lines) > 1:
        return lines
    line = lines[0] if lines else ""
    if one_task:
        return [part for part in _ANOTHER.split(line) if part] or [line]
    if _DETAILED.search(line) and not many_tasks:
        return [line]
    return _divide(line, context, many_tasks) or [line]


def _numbered(text: str) -> list[str]:
    """The items of "1. wash car 2. buy gas" in one line; none if the numbers do not count up from 1."""
    starts: list[re.Match[str]] = []
    for number in _NUMBER.finditer(text):
        if int(number[1]) == len(starts) + 1:
            starts.append(number)
    if len(starts) < 2 or starts[0].start() > 0 or "\n" in text:
        return []
    ends = [*(number.start() for number in starts[1:]), len(text)]
    items = (text[number.end() : end].strip(" ,;") for number, end in zip(starts, ends, strict=True))
    return [item for item in items if item]


def _divide(line: str, context: Context, many_tasks: bool) -> list[str]:
    joint = _GERMAN_JOINT if context.language == "de" else _JOINT
    parts = _joined_labels(_split(line, joint, context), context)
    if len(parts) <= 1 or not _without_labels(parts[0], context) or (_PAIRS.search(line) and len(parts) == 2):
        return [line]
    bare = [_ARTICLE.sub("", _without_labels(part, context)) for part in parts[:MOST_READ]]
    verbs = [begins_with_verb(part) for part in bare]
    if all(verbs):
        return parts
    if not any(verbs) and all(_is_thing(part, context) for part in bare):
        return parts
    by_comma = _joined_labels(_split(line, _COMMA, context), context)
    if len(by_comma) > 1:
        verbs = [begins_with_verb(_without_labels(part, context)) for part in by_comma[:MOST_READ]]
        if all(verbs):
            return by_comma
        if many_tasks and not verbs[0]:
            # The "and" of "food and drinks, cake and games" stands before the last item only.
            return [*by_comma[:-1], *_split(by_comma[-1], joint, context)]
    if many_tasks:
        return parts
    if len(by_comma) > 1:
        items = _at_beginnings(by_comma, ", ", context, is_verbal=False)
    else:
        items = _at_beginnings(parts, " and ", context, is_verbal=verbs[0])
    return items if len(items) > 1 else [line]


def _split(line: str, joint: re.Pattern[str], context: Context) -> list[str]:
    """Split at the joints, except at those within a date or a list of tags ("in an hour and a half")."""
    reading = context.read(line) if len(line) <= _LONGEST_LINE else None
    wholes = [(one.start, one.end) for one in (*reading.spans, *reading.unread)] if reading else []
    # These belong to the task before: "call Bob at 3, remind me an hour before", "and tags home, fun".
    labels = {span.start for span in reading.spans if _is_in_words(span, line)} if reading else set()
    parts, start = [], 0
    for match in joint.finditer(line):
        is_within = any(first <= match.start() and match.end() < end for first, end in wholes)
        if not is_within and not any(match.start() <= label <= match.end() for label in labels):
            parts.append(line[start : match.start()])
            start = match.end()
    return [part for part in [*parts, line[start:]] if part.strip()]


def _is_in_words(span: Span, line: str) -> bool:
    return span.kind == Kind.REMINDER or (span.kind == Kind.TAG and line[span.start] != "#")


def _at_beginnings(parts: list[str], joint: str, context: Context, *, is_verbal: bool) -> list[str]:
    """Split before each verb, if the first part has one: "buy milk and eggs and call mum".

    A part with its own labels is complete: "milk tomorrow #home and call mum", "dinner at 7 and a film at 9".
    """
    items: list[str] = []
    for part in parts:
        if not items or _begins(part, items[-1], context, is_verbal=is_verbal):
            items.append(part)
        else:
            items[-1] = f"{items[-1]}{joint}{part}"
    return items


def _begins(part: str, before: str, context: Context, *, is_verbal: bool) -> bool:
    if begins_with_verb(part):
        return is_verbal or _is_labelled(before, context)
    return _is_labelled(part, context) and _is_labelled(before, context)


def _is_labelled(part: str, context: Context) -> bool:
    return len(part) <= _LONGEST_PART and bool(context.read(part).spans)


def _joined_labels(parts: list[str], context: Context) -> list[str]:
    """Join parts that are only a date, priority or tags to the part before: "call mum, tomorrow, urgent"."""
    items: list[str] = []
    for index, part in enumerate(parts):
        if items and index < MOST_READ and not _without_labels(part, context):
            items[-1] = f"{items[-1]}, {part}"
        else:
            items.append(part)
    return items


def _without_labels(part: str, context: Context) -> str:
    return part if len(part) > _LONGEST_PART else context.read(part).title


def _is_thing(part: str, context: Context) -> bool:
    relation = _GERMAN_RELATION if context.language == "de" else _RELATION
    return len(part.split()) <= _WORDS_OF_A_THING and not relation.search(part)
