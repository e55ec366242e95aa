"""Requests to move, postpone, set or remove a due date."""

from __future__ import annotations

from dataclasses import replace

from dateutil.relativedelta import relativedelta

from chatbot.reading import Shift, Unread

from .commands import Change, Changes, Command, Say
from .context import Context
from .patterns import STATEMENT, rx
from .references import read_targets

_DUE = r"(?:due\s+(?:date|time|day)|deadline|due|date)"
# What the verb says of "by 2 days": later, or earlier. Those of 0 need "to" or the like before a date.
_MOVES = {
    **dict.fromkeys("postpone delay push defer snooze extend bump move shift reschedule".split(), 1),
    **dict.fromkeys(("push back", "put off", "replan", "re-plan", "put", "do", "schedule"), 1),
    **dict.fromkeys("bring pull".split(), -1),
    **dict.fromkeys(("bring forward", "move forward", "pull forward", "move up", "pull up", "bring up"), -1),
    **dict.fromkeys("change set update make".split(), 0),
}
_MOVE = rx(rf"(?P<verb>{'|'.join(sorted(_MOVES, key=len, reverse=True))})\s+(?P<rest>.+)")
_PARTICLE = rx(r"\s+(?P<word>back|out|off|forward|up|earlier|later)\s*$")
_LED = rx(r"(?:to|until|till|for|on|at|by|auf|bis|um|zum?|zur|am|nach|ins?|im|vor)\b")
_EXPLICIT = rx(r"(?:(?:the|my)\s+)?(?:tasks?\s+)?#?\d+|it|them|that")
_NAMES_TASK = rx(r".+\s+task")
_NEEDS_TASK = {"do", "schedule"}
_PROPERTY = rx(r"(?:the\s+)?(?:title|name|text|description|notes?|priority|tags?)\b")
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
    rx(
        rf"{STATEMENT}(?P<target>.+?)\s+(?:is|are)(?:n['’]t|\s+not)\s+due\s+(?:until|till|before)\s+(?P<when>.+)"
    ),
    rx(r"(?P<target>(?:tasks?\s+)?#?\d+|it)\s+due\s+(?P<when>.+)"),
)
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
    return _read_set(text, context) or _read_moved(text, context) or _read_unfinished(text, context)


def _read_set(text: str, context: Context) -> Command | None:
    for pattern in _SET:
        match = pattern.fullmatch(text)
        due = context.due(match["when"]) if match else None
        if match and due:
            return Change(read_targets(match["target"], context), Changes(due=due))
    return None


def _read_moved(text: str, context: Context) -> Command | None:
    """ "move the meeting with Bob to next monday at 10", "bring 3 forward by a day"."""
    match = _MOVE.fullmatch(text)
    found = context.due_in(match["rest"]) if match and not _PROPERTY.match(match["rest"]) else None
    if not match or not found:
        return None
    verb, words, when = match["verb"].lower(), match["rest"][: found.start], match["rest"][found.start :]
    later = _MOVES[verb]
    is_led = bool(_LED.match(when)) and not words.rstrip().lower().endswith((" to", " until", " till"))
    is_explicit = bool(_EXPLICIT.fullmatch(words.strip()))
    if verb in _NEEDS_TASK and not (is_explicit or _NAMES_TASK.fullmatch(words.strip())):
        return None
    if isinstance(found, Unread):
        return Say("no_date", found.message) if later and (is_led or is_explicit) else None
    if not later and (isinstance(found, Shift) or not (is_led or is_explicit)):
        return None
    particle = _PARTICLE.search(f" {words}")
    if verb == "put" and not (particle and particle["word"].lower() in ("off", "back", "forward")):
        return None
    if particle:
        words = words[: particle.start()]
        later = -1 if particle["word"].lower() in ("up", "earlier") else later
    if isinstance(found, Shift):
        found = directed(found, later)
    return Change(read_targets(words, context), Changes(due=found))


def directed(shift: Shift, sign: int = 1) -> Shift:
    """The shift, in the direction of the verb where its own words do not say which."""
    delta = shift.delta if shift.has_direction or sign > 0 else relativedelta() - shift.delta
    return replace(shift, delta=delta, has_direction=True)


def _read_unfinished(text: str, context: Context) -> Command | None:
    for pattern in _ASK:
        match = pattern.fullmatch(text)
        if match:
            return Change(read_targets(match["target"] or "", context), Changes(missing="due"))
    return None
