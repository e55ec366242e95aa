"""Makes commands of what people say, by the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import adding, changing, completing, deleting, dues, emailing, listing, searching
from .commands import Command
from .context import Context
from .english.questions import QUESTIONS
from .english.requests import REQUESTS
from .english.words import WORDS
from .templates import Slots, Table

_REQUESTS = Table(REQUESTS, WORDS)
_QUESTIONS = Table(QUESTIONS, WORDS)
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
    "next": listing.ask_next,
    "count": listing.count,
    "list": listing.show_list,
    "show": listing.show,
    "filter": listing.show_filtered,
    "unclear days": listing.refuse_unclear_days,
    "half": listing.show_half,
    "half count": listing.count_half,
    "details": searching.details,
    "due": searching.state,
    "when": searching.when,
    "state": searching.state,
    "find": searching.find,
    "search": searching.search,
    "where": searching.where,
    "titled": searching.find_titled,
}


def read_request(text: str, context: Context) -> Command | None:
    """The change of the list that `text` asks for, or None."""
    return _first(_REQUESTS.readings(text), context)


def read_text(text: str, context: Context) -> Command | None:
    """As `read_request`, of requests that may be long: a description or a note."""
    return _first(_REQUESTS.readings(text, ("describe", "note")), context)


def read_question(text: str, context: Context) -> Command | None:
    """The question about the list that `text` is, or None."""
    return _first(_QUESTIONS.readings(text.rstrip("?!. ")), context)


def _first(readings: Iterator[tuple[str, Slots]], context: Context) -> Command | None:
    """The first that makes sense."""
    return next(filter(None, (_COMMANDS[meaning](slots, context) for meaning, slots in readings)), None)
