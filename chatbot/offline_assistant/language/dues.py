"""Setting, moving, postponing and removing due dates."""

from __future__ import annotations

from dataclasses import replace

from dateutil.relativedelta import relativedelta

from chatbot.reading import Shift, Unread

from .commands import Change, Changes, Command, Say
from .context import Context
from .english.words import MOVES, WORDS
from .patterns import rx
from .references import read_targets
from .templates import Slots

_PARTICLE = rx(r"\s+(?P<word>back|out|off|forward|up|earlier|later)\s*$")
_LED = rx(r"(?:to|until|till|for|on|at|by|auf|bis|um|zum?|zur|am|nach|ins?|im|vor)\b")
_EXPLICIT = WORDS.compiled("<that>")
_MOVABLE = WORDS.compiled("<movable>")
_NEEDS_TASK = {"do", "schedule"}
_PROPERTY = rx(r"(?:the\s+)?(?:title|name|text|description|notes?|priority|tags?)\b")


def set_due(slots: Slots, context: Context) -> Change | None:
    due = context.due(slots["d"])
    return Change(read_targets(slots["t"], context), Changes(due=due)) if due else None


def move(slots: Slots, context: Context) -> Command | None:
    """ "move the meeting with Bob to next monday at 10", "bring 3 forward by a day"."""
    verb, rest = " ".join(slots["verb"].lower().split()), slots["x"]
    found = None if _PROPERTY.match(rest) else context.due_in(rest)
    if not found:
        return None
    words, when, later = rest[: found.start], rest[found.start :], MOVES[verb]
    is_led = bool(_LED.match(when)) and not words.rstrip().lower().endswith((" to", " until", " till"))
    is_explicit = bool(_EXPLICIT.fullmatch(words.strip()))
    if verb in _NEEDS_TASK and not _MOVABLE.fullmatch(words.strip()):
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
    """The shift in the direction of the verb, unless its own words give a direction."""
    delta = shift.delta if shift.has_direction or sign > 0 else relativedelta() - shift.delta
    return replace(shift, delta=delta, has_direction=True)
