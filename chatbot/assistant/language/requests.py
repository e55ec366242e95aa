"""Makes commands of requests to change the list, by the table of what people say."""

from __future__ import annotations

from collections.abc import Callable

from . import adding, changing, completing, deleting, dues, emailing
from .commands import Command
from .context import Context
from .english.requests import REQUESTS
from .english.words import WORDS
from .templates import Slots, Table

_TABLE = Table(REQUESTS, WORDS)
_COMMANDS: dict[str, Callable[[Slots, Context], Command | None]] = {
    "email": emailing.email,
    "appointment": adding.appointment,
    "tag": changing.tag,
    "untag": changing.untag,
    "clear tags": changing.clear_tags,
    "clear due": dues.clear_due,
    "set due": dues.set_due,
    "move": dues.move,
    "ask due": dues.ask_due,
    "describe": changing.describe,
    "note": changing.note,
    "priority": changing.prioritise,
    "raise": changing.make_high,
    "lower": changing.make_low,
    "reset priority": changing.make_medium,
    "rename": changing.rename,
    "change": changing.change,
    "delete": deleting.delete,
    "reopen": completing.reopen,
    "complete": completing.complete,
    "complete it": completing.complete_it,
    "finish": completing.finish,
    "check": completing.check,
    "past": completing.complete_past,
    "ask title": changing.ask_title,
    "ask anything": changing.ask_anything,
}
_TEXTS = ("describe", "note")


def read_request(text: str, context: Context) -> Command | None:
    """The command that `text` is, or None. The first way of saying it that makes sense counts."""
    for meaning, slots in _TABLE.readings(text):
        if command := _COMMANDS[meaning](slots, context):
            return command
    return None


def read_text(text: str, context: Context) -> Command | None:
    """As `read_request`, of requests that may be long: a description or a note."""
    for meaning, slots in _TABLE.readings(text, _TEXTS):
        return _COMMANDS[meaning](slots, context)
    return None
