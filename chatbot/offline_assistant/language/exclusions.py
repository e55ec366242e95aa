"""Requests that exclude tasks: "delete all tasks except 1 and 2", "keep the report, complete the rest".

The exclusion is cut from the text, and the remainder is read as a request of its own. It counts only if it is
about several tasks; if that or the exclusion is unclear, the result is a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from .commands import (
    Change,
    Command,
    Complete,
    CompleteAll,
    Delete,
    DeleteAll,
    Filter,
    Matching,
    Mentioned,
    Numbers,
    Position,
    Reference,
    Say,
    Targeted,
    Targets,
    Words,
)
from .context import Context
from .filters import read_filter
from .patterns import NOUN, NUMBER_WORD, rx, tidy
from .quoting import QUOTED
from .references import OTHERS, merged, read_one

type Read = Callable[[str, Context], Command | None]

UNCLEAR = Say("exclusion")
_LONGEST = 400
_MOST_PARTS = 200

# With misspelt words: what follows them must never be read as the tasks to change.
_EXCEPT = (
    r"with\s+the\s+exceptions?\s+of|ex(?:cl?|s)?e?p?t(?:s|ing|ion)?|excpet|expect(?:ing)?|accept|excludes?"
    r"|excluding|excl\.?|apart\s+from|apart|aside\s+from|outside\s+of|other\s+than|others?(?:\s+"
    rf"{NOUN})?\s+than|not\s+(?:including|counting)|but\s+not|and\s+not|nor|besides|barring|bar|minus|unless"
    r"|without(?=\s+#?\d)|leaving(?:\s+(?:out|alone))?|keeping|sparing|skipping|ignoring|omitting"
)
_KEEP = (
    r"(?:(?:but|and|then|just|please|also)\s+)*(?:keep|leave|spare|save(?:\s+for)?|skip|retain|omit|ignore"
    r"|preserve|hold\s+on\s+to|(?:do\s+not|don['’]?t)\s+(?:delete|remove|touch|complete|finish|mark|move|change"
    r"|tag|postpone))(?:\s+(?:only|just|out|alone)\b)*"
)
_LEAD = r"(?:^|[\s,;:.!(–—-]{1,5})"  # a longer row of marks would be tried from each of them
_MARK = rx(
    rf"{_LEAD}(?:(?P<sure>{_EXCEPT})(?:\s+(?:for|from|of))?|(?P<keep>{_KEEP})|(?P<but>but(?:\s+for)?)"
    rf"|(?<=[,;(–—-])\s*(?P<not>not)|(?<=[,;(–—-]\s)(?P<not2>not))\b\s*:?\s*"
)
# Where a request continues after the exclusion: "mark all except 3 | as done".
_CONTINUES = rx(
    r"\s+(?=(?:as|to|into|with|by|due|until|till|for|on|onto|at|off|from|done|complete[d]?|finished|open|undone"
    r"|are|is|high(?:est)?|medium|normal|low(?:est)?|urgent|important|critical|unimportant|no|today|tomorrow|tags?"
    r"|labels?|priority|forward|back|earlier|later|one|an?|another|in|undated|#\w+|again)\b|#)"
)
_ANYWHERE = re.compile(r"[\s,;:.!–—-]+")
_JOINT = rx(r"^[\s,;:.!)–—-]*(?:(?:and|but|then|so|please|also)\s+)*")
_ANY = rx(r"^(\w+)\s+any(?:thing)?\b")
_STAYS = rx(
    r"(?:[\s,]+(?:alone|open|undone|unfinished|off|untouched|unchanged|intact|as\s+(?:it\s+is|they\s+are|is)|out(?:\s+of\s+(?:it|this))?"
    r"|there|be|in\s+place|on\s+(?:the|my)\s+list|where\s+(?:it\s+is|they\s+are)|for\s+(?:now|later)|though"
    r"|please|(?:is|are)\s+to\s+stay|stays?|of\s+course))+$"
)
_HOW_MANY = rx(
    rf"\d+\s+(?!(?:to|through|until|and|or|nor|plus)\b)[^\W\d].*|(?:the\s+)?(?:{NUMBER_WORD}|(?:a\s+)?couple|a\s+few|few|some|most|many|several|half)"
    rf"(?:\s+of)?(?:\s+(?:them|those|these|the|my))?(?:\s+(?:{NOUN}))?"
)
_PARTS = rx(
    r"\s*,\s*(?:(?:and|or|nor)\s+)?(?:also\s+)?(?:not\s+)?|\s+(?:and|or|nor|plus)\s+(?:also\s+)?(?:not\s+)?|\s*&\s*"
)
_BOTH_ENDS = rx(r"\b(?:from|between)\s+#?(\d{1,9})\s+(?:and|to|through)\s+#?(\d{1,9})\b")
_NUMBERS_OF = rx(
    rf"^(?:both|neither|either)\s+|^(?:the\s+)?{NOUN}\s+(?:with\s+)?(?:the\s+)?numbers?\s+|^{NOUN}\s*:\s*"
)
_LINES = re.compile(r"\s*(?:^|\n)\s*(?:[-*•–+]\s+)?")
_DANGLING = rx(r".*\b(?:as|to|into|with|by|due|until|till|for|on|onto|at|from|are|is|in|an?|and|or)$")
_THOSE = rx(
    rf"^(?:(?:those|these|ones|(?:the|all|any)\s+ones?|anything|everything|all|whatever|what|{NOUN})\b\s*)+"
    r"(?:(?:that|which)\b\s*)?(?:(?:is|are|they['’]re|it['’]s)\b\s*)?|^(?:they|it|that)(?:['’](?:re|s)|\s+(?:are|is))\s+"
)
_SPACED = rx(r"#?\d{1,9}(?:\s+#?\d{1,9})+")


def speaks_of_exclusion(text: str) -> bool:
    """Whether `text` contains a certain mark of exclusion outside of quotations."""
    return any(match["sure"] for match in _MARK.finditer(text))


def begins_with_exclusion(text: str) -> bool:
    match = _MARK.match(text)
    return bool(match and not match["but"])


def read_excluding(text: str, context: Context, read: Read) -> Command | None:
    """The Delete, Complete or Change with an exclusion; a question if the exclusion is unclear; None if there
    is none.

    `read` parses the request without the exclusion.
    """
    is_unclear = False
    for match in _MARK.finditer(text):
        if len(text) > _LONGEST:
            return UNCLEAR if match["sure"] else None
        requests = list(_requests(text, match, context, read))
        chosen = [(several, left_out) for several, left_out in requests if left_out]
        if chosen:
            several, left_out = next(
                (one for one in chosen if not any(isinstance(part, Words) for part in one[1])), chosen[0]
            )
            return replace(several, excluded=left_out)
        is_single = bool(match["sure"]) and is_change(read(text[: match.start()].strip(), context))
        is_unclear = is_unclear or bool(requests) or is_single
    return UNCLEAR if is_unclear else None


def _requests(
    text: str, match: re.Match[str], context: Context, read: Read
) -> Iterator[tuple[Targeted, Targets]]:
    """The ways to divide the text after the mark into exclusion and continued request, the longest exclusion
    first.

    A request that is complete before the mark does not continue.
    """
    head, tail = text[: match.start()].strip(" ,;:–—-("), text[match.end() :]
    whole = _read_several(head, context, read) if head else None
    if whole is not None:
        yield whole, read_excluded(tail, context)
        return
    stops = _CONTINUES if head else _ANYWHERE
    for stop in reversed([] if match["keep"] and head else list(stops.finditer(tail))):
        left_out, rest = tail[: stop.start()], tail[stop.end() :]
        if _DANGLING.fullmatch(left_out):
            continue
        request = _read_several(f"{head} {rest}" if head else _JOINT.sub("", rest), context, read)
        if request is not None:
            yield request, read_excluded(left_out, context)


def _read_several(text: str, context: Context, read: Read) -> Targeted | None:
    return as_several(read(_ANY.sub(r"\1 everything", OTHERS.sub("everything", text)), context))


def as_several(command: Command | None) -> Targeted | None:
    """The command in a form with targets, which can have exclusions, if it is about several tasks."""
    match command:
        case CompleteAll(tag=tag, priority=priority):
            return Complete((Matching(Filter("pending", tag=tag, priority=priority)),))
        case DeleteAll(status=status):
            return Delete((Matching(Filter(status)),))
        case Delete() | Complete() if is_about_several(command):
            return command
        case Change() if is_about_several(command) and is_change(command) and not command.changes.missing:
            return command
    return None


def is_about_several(command: Command) -> bool:
    match command:
        case CompleteAll() | DeleteAll():
            return True
        case Delete(targets=targets) | Complete(targets=targets) | Change(targets=targets):
            return len(targets) > 1 or any(_is_several(target) for target in targets)
    return False


def _is_several(target: Reference) -> bool:
    match target:
        case Matching() | Mentioned(several=True) | Words(several=True):
            return True
        case Numbers(numbers=several) | Position(indexes=several):
            return len(several) > 1
    return False


def is_change(command: Command | None) -> bool:
    """Whether it changes tasks. A new title or description does not count, since it may contain such
    words."""
    if isinstance(command, Change):
        return command.changes.title is command.changes.description is command.changes.note is None
    return isinstance(command, Delete | Complete | CompleteAll | DeleteAll)


def read_excluded(text: str, context: Context) -> Targets:
    """The excluded tasks, as a set; () if they are unclear."""
    text = _STAYS.sub("", tidy(_LINES.sub(", ", text.strip(" ().!?"))))
    text = _NUMBERS_OF.sub("", _BOTH_ENDS.sub(r"\1 to \2", text))
    if not text or _MARK.search(text) or _HOW_MANY.fullmatch(text):
        return ()
    if _SPACED.fullmatch(text):
        return (Numbers(tuple(int(number) for number in re.findall(r"\d+", text))),)
    parts = [part for part in _PARTS.split(text) if part.strip()]
    found = [_excluded_one(part, context) for part in parts]
    known = [reference for reference in found if reference is not None]
    if len(known) < len(found) or len(found) > _MOST_PARTS or any(map(_HOW_MANY.fullmatch, parts)):
        return ()
    is_quoted = all(len(part) == 1 and QUOTED.fullmatch(part) for part in parts)
    if len(parts) == 1 or is_quoted or not all(isinstance(reference, Words) for reference in known):
        return merged(known)
    # One title, or several: "salt and pepper".
    whole = _excluded_one(text, context)
    return (whole,) if whole else ()


def _excluded_one(text: str, context: Context) -> Reference | None:
    read = read_one(text, context)
    if not isinstance(read, Words | Matching):
        return read
    found = read_filter(_THOSE.sub("", text), context, default="all")
    if found.is_meant and not found.leftover:
        return Matching(found.filter) if found.filter.is_narrow or found.filter.status != "all" else None
    return read if isinstance(read, Words) else None
