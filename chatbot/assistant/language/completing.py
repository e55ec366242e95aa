"""Requests to mark tasks as done or open again."""

from __future__ import annotations

from dataclasses import replace

from .commands import Command, Complete, CompleteAll, Matching, Mentioned, Reference, Words
from .context import Context
from .patterns import NOUN, STATEMENT, rx
from .quoting import QUOTED
from .references import read_targets
from .splitting import split_items
from .verbs import PAST_VERB, present_of

_DONE = r"(?:done|completed?|finished|closed|ready|checked|ticked(?:\s+off)?)"
_OPEN = (
    r"(?:not\s+(?:yet\s+)?(?:done|completed?|finished)(?:\s+yet)?|un(?:done|completed?|finished"
    r"|checked)|incomplete|open|pending|to-?do|active)"
)
_SET = r"(?:mark|set|flag|tick|check|make|put|turn|move|change|update)"
_TARGET = r"(?P<target>.+?)"
_REOPEN = (
    rx(rf"{_SET}\s+{_TARGET}\s+(?:as\s+|to\s+|back\s+to\s+)?(?:being\s+)?{_OPEN}(?:\s+again)?"),
    rx(rf"{_SET}\s+(?:as\s+)?{_OPEN}\s*:?\s+{_TARGET}"),
    rx(
        r"(?:re-?open|un-?check|un-?mark|un-?tick|un-?complete|un-?finish|un-?do|reactivate"
        rf"|restore)\b\s*{_TARGET}?(?:\s+again)?"
    ),
    rx(
        rf"{STATEMENT}{_TARGET}\s+(?:is|are|was|were)(?:n['’]t|\s+not)\s+(?:actually\s+|really\s+)?(?:done"
        r"|finished|completed?)(?:\s+(?:yet|after\s+all))?"
    ),
    rx(
        r"i\s+(?:did\s*n['’]?t|did\s+not|have\s*n['’]t|have\s+not)\s+(?:actually\s+|really\s+)?(?:do|done"
        rf"|finish|finished|completed?)\s+{_TARGET}(?:\s+(?:yet|after\s+all))?"
    ),
)
_COMPLETE = (
    rx(rf"{_SET}\s+(?:as\s+)?{_DONE}\s*:?\s+{_TARGET}"),
    rx(rf"{_SET}\s+{_TARGET}\s+(?:as\s+|to\s+)?(?:being\s+)?{_DONE}"),
    rx(rf"(?:check|tick|cross|strike)\s+(?:off|out)\s+{_TARGET}(?:\s+(?:my|the)\s+list)?"),
    rx(rf"(?:check|tick|cross|strike)\s+{_TARGET}\s+(?:off|out)(?:\s+(?:of\s+)?(?:my|the)\s+list)?"),
    rx(
        r"(?:i\s*['’]?\s*(?:am|m)\s+|we['’]?re\s+)?(?:all\s+)?(?:done|finished|completed)\s+"
        rf"(?:with\s+)?:?\s*{_TARGET}"
    ),
    rx(rf"(?:done|completed|finished)\s*:\s*{_TARGET}"),
    rx(
        r"(?:i|we)(?:\s+have|['’]ve)?\s+(?:just\s+|already\s+|finally\s+)*(?:finished|completed|done|did"
        rf"|ticked\s+off|got\s+{_TARGET}\s+done)(?:\s+with)?\s*(?P<target2>.*)"
    ),
    rx(
        rf"{STATEMENT}{_TARGET}(?:\s+(?:is|are|was|were|has\s+been|have\s+been)|['’]s)\s+(?:now\s+|all\s+"
        r"|already\s+|finally\s+)*(?:done|finished|completed?)(?:\s+now)?"
    ),
    rx(rf"{STATEMENT}(?P<target>(?!all\b|well\b|not\b)\S+(?:\s+\S+){{0,3}})\s+done"),
    rx(rf"(?P<target>(?:tasks?\s+)?#?\d+|it|that|them|both)(?:['’]s)?\s+{_DONE}"),
)
_COMPLETE_VERB = rx(rf"(?:complete|finish|close|check|tick|resolve)\b\s*{_TARGET}?")
_NOTHING = rx(
    r"(?:(?:mark|tick|check)(?:\s+(?:it|this|that))?|mark\s+(?:(?:a|the|my)\s+)?task|(?:mark|set)\s+as"
    r"|complete|finish|tick\s+off|check\s+off)(?:\s+as)?(?:\s+(?:done|completed?|finished))?"
    r"|mark\s+(?:as\s+)?(?:done|completed?)|(?:i\s*['’]?m\s+)?(?:done|finished)"
)
_LISTED = rx(r"(?:all\s+)?(?:my\s+)?(?:done|finished|completed)\s+(?:tasks|to-?dos|items)\b.*")
_PAST = rx(rf"(?:i|we)(?:\s+have|['’]ve)?\s+(?:just\s+|already\s+|finally\s+)*{PAST_VERB}\s+(?P<target>.+)")


def read_completing(text: str, context: Context) -> Command | None:
    """The Complete or CompleteAll that `text` is, or None: "completed tasks this week" asks for them."""
    return None if _LISTED.fullmatch(text) else _read_completing(text, context)


def _read_completing(text: str, context: Context) -> Command | None:
    for pattern in _REOPEN:
        match = pattern.fullmatch(text)
        if match:
            return _reopen(match["target"] or "", context)
    if _NOTHING.fullmatch(text):
        return Complete((Mentioned(),) if rx(r".*\b(?:it|this|that)\b").match(text) else ())
    for pattern in _COMPLETE:
        match = pattern.fullmatch(text)
        if match:
            return _complete(match["target"] or match.groupdict().get("target2") or "", context)
    match = _COMPLETE_VERB.fullmatch(text)
    if (
        match
        and match["target"]
        and _is_to_come(match["target"], context)
        and _is_by_words(match["target"], context)
    ):
        return None  # "finish the slides by friday" is still to be done
    if match and not text.lower().startswith(("check", "tick", "close", "resolve")):
        return _complete(match["target"] or "", context)
    if match and match["target"] and _is_explicit(match["target"]):
        return _complete(match["target"], context)
    match = _PAST.fullmatch(text)
    if match:
        return _complete(f"{present_of(match['past'])} {match['target']}", context)
    return None


def _is_by_words(target: str, context: Context) -> bool:
    return all(isinstance(one, Words) for one in read_targets(target, context))


def _is_to_come(target: str, context: Context) -> bool:
    items = split_items(target, context, one_task=False, many_tasks=False)
    return any(reading.due or reading.unread for reading in map(context.read, items))


def _is_explicit(target: str) -> bool:
    return bool(
        rx(rf".*(?:#?\b\d+\b|\b{NOUN}\b|\b(?:it|them|all|everything)\b|{QUOTED.pattern})").match(target)
    )


def _reopen(words: str, context: Context) -> Command:
    targets = read_targets(words, context)
    return Complete(tuple(_of_completed(target) for target in targets), completed=False)


def _of_completed(target: Reference) -> Reference:
    """ "reopen all": all that are done."""
    return Matching(replace(target.filter, status="completed")) if isinstance(target, Matching) else target


def _complete(words: str, context: Context) -> Command:
    targets = read_targets(words, context)
    if len(targets) == 1 and isinstance(targets[0], Matching):
        wanted = targets[0].filter
        if wanted.status in ("pending", "all") and not (wanted.due or wanted.days or wanted.undated):
            return CompleteAll(wanted.tag, wanted.priority)
    return Complete(targets)
