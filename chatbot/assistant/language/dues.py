"""Requests to move, postpone, set or remove a due date."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from .commands import Change, Changes, Command
from .context import Context
from .days import step_of
from .patterns import NUMBER_WORD, STATEMENT, rx
from .references import read_targets
from .when import parse_when

_DUE = r"(?:due\s+(?:date|time|day)|deadline|due|date)"
_STEP = (
    rf"(?:(?:by|for|another)\s+)?(?:another\s+)?(?P<count>\d{{1,4}}|an?|{NUMBER_WORD}|a\s+couple"
    r"(?:\s+of)?|a\s+few)\s+(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?"
    r"|years?)(?:\s+(?:later|on))?"
)
_LATER = r"(?:postpone|delay|push(?:\s+back)?|defer|snooze|put\s+off|extend|move|shift|reschedule|bump)"
_MOVE = (
    r"(?:move|postpone|delay|push(?:\s+back)?|defer|snooze|put\s+off|reschedule|re-?plan|shift"
    r"|bring\s+forward|change|set|update|make|bump)"
)
_CLEAR = (
    rx(
        rf"(?:remove|clear|delete|drop|unset|cancel|erase|take\s+away)\s+(?:the\s+)?{_DUE}\s+(?:of|from|for"
        r"|on)\s+(?P<target>.+)"
    ),
    rx(rf"(?:remove|clear|delete|drop|unset|erase)\s+(?P<target>.+?)(?:['’]s)?\s+{_DUE}"),
    rx(
        rf"{STATEMENT}(?:(?P<target>.+?)\s+(?:has|needs|should\s+have)\s+)?no\s+{_DUE}(?:\s+(?:for|on)\s+"
        r"(?P<target2>.+))?"
    ),
    rx(
        rf"(?:set|change)\s+(?:the\s+)?{_DUE}\s+(?:of|for|on)\s+(?P<target>.+?)\s+to\s+(?:none|nothing"
        r"|never)"
    ),
    rx(rf"(?:make|let)\s+(?P<target>.+?)\s+(?:have\s+)?(?:no\s+{_DUE}|undated|not\s+due)"),
)
_SHIFT_LATER = rx(rf"{_LATER}\s+(?P<target>.+?)\s+(?:back\s+|out\s+|forward\s+)?{_STEP}")
_SHIFT_EARLIER = (
    rx(rf"(?:bring|move|pull)\s+(?:forward|up)\s+(?P<target>.+?)\s+{_STEP}"),
    rx(rf"(?:bring|pull)\s+(?P<target>.+?)\s+(?:forward|up)\s+{_STEP}"),
    rx(
        rf"move\s+(?P<target>.+?)\s+(?:up\s+{_STEP}|"
        rf"{_STEP.replace('?P<count>', '?P<count2>').replace('?P<unit>', '?P<unit2>')}\s+earlier)"
    ),
)
_SET = (
    rx(
        rf"(?:set|change|update|move|make|add|put|give)\s+(?:an?\s+|the\s+)?{_DUE}\s+(?:of|for|on|to)\s+"
        r"(?P<target>.+?)(?:\s+(?:to|as|for|on|at|by)\b|\s*:)\s*(?P<when>.+)"
    ),
    rx(
        rf"(?:set|change|update|move|make|give)\s+(?P<target>.+?)(?:['’]s)?\s+(?:an?\s+)?{_DUE}\s+(?:to\s+"
        r"|as\s+|for\s+|on\s+|at\s+|by\s+|of\s+)?(?P<when>.+)"
    ),
    rx(
        rf"(?:set|add|give)\s+(?:an?\s+|the\s+)?{_DUE}\s+of\s+(?P<when>.+?)\s+(?:for|on|to)\s+"
        r"(?P<target>(?:(?:the|my)\s+)?(?:tasks?\s+)?#?\d+|it|.+)"
    ),
    rx(rf"{STATEMENT}(?P<target>.+?)(?:\s+(?:is|are)|['’]s)\s+(?:now\s+)?due\s+(?P<when>.+)"),
    rx(r"(?P<target>(?:tasks?\s+)?#?\d+|it)\s+due\s+(?P<when>.+)"),
    rx(rf"{_LATER}\s+(?P<target>(?:tasks?\s+)?#?\d+|it|them)\s+(?P<when>.+)"),
    rx(r"do\s+(?P<target>(?:tasks?\s+)?#?\d+|it|that)\s+(?P<when>.+)"),
)
_MOVED = rx(rf"{_MOVE}\s+(?P<rest>.+)|schedule\s+(?P<rest2>(?:(?:tasks?\s+)?#?\d+|it|.+?\s+task)\s.+)")
_WHEN_BEGINS = rx(r"\s+(?=(?:to|until|till|for|on|at|by)\s)")
_ASK = (
    rx(r"(?:postpone|delay|reschedule|snooze|defer|put\s+off)\b\s*(?P<target>.*)"),
    rx(rf"(?:change|set|update|move|edit)\s+(?:the\s+)?{_DUE}(?:\s+(?:of|for|on)\s+(?P<target>.+))?"),
    rx(r"(?:move|shift)\s+(?P<target>(?:(?:the|my)\s+)?(?:tasks?\s+)?#?\d+|it|them|.+\s+task)"),
)


def read_due_change(text: str, context: Context) -> Command | None:
    """The Change of a due date that `text` is, or None."""
    for pattern in _CLEAR:
        match = pattern.fullmatch(text)
        if match:
            target = match["target"] or match.groupdict().get("target2") or ""
            return Change(read_targets(target, context), Changes(clear_due=True))
    for pattern in _SHIFT_EARLIER:
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            step = step_of(groups.get("count") or groups["count2"], groups.get("unit") or groups["unit2"])
            return Change(read_targets(match["target"], context), Changes(shift=relativedelta() - step))
    match = _SHIFT_LATER.fullmatch(text)
    if match and not rx(r".*\b(?:in|to|until|till)$").fullmatch(match["target"]):
        step = step_of(match["count"], match["unit"])
        return Change(read_targets(match["target"], context), Changes(shift=step))
    return _read_set(text, context) or _read_unfinished(text, context)


def read_step(text: str) -> relativedelta | None:
    """The step that `text` as a whole is ("2 days", "by a week"), or None."""
    match = rx(_STEP).fullmatch(text.strip(" .!"))
    return step_of(match["count"], match["unit"]) if match else None


def _read_set(text: str, context: Context) -> Command | None:
    for pattern in _SET:
        match = pattern.fullmatch(text)
        when = parse_when(match["when"], context.now) if match else None
        if match and when:
            return Change(read_targets(match["target"], context), Changes(due=when))
    match = _MOVED.fullmatch(text)
    return _read_moved(match["rest"] or match["rest2"], context) if match else None


def _read_moved(text: str, context: Context) -> Command | None:
    """ "the meeting with Bob to next monday at 10": all from the first preposition that begins a date."""
    for index, begin in enumerate(_WHEN_BEGINS.finditer(text)):
        when = parse_when(text[begin.end() :], context.now)
        if when:
            return Change(read_targets(text[: begin.start()], context), Changes(due=when))
        if index > 8:
            break
    return None


def _read_unfinished(text: str, context: Context) -> Command | None:
    for pattern in _ASK:
        match = pattern.fullmatch(text)
        if match:
            return Change(read_targets(match["target"] or "", context), Changes(missing="due"))
    return None
