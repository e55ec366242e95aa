"""Makes commands from what people write, by the tables."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    adding,
    arranging,
    changing,
    completing,
    deleting,
    dues,
    emailing,
    listing,
    searching,
    timing,
    trash,
)
from .commands import Change, Changes, Command, Complete, Filter, Mentioned, Restore, Show, Undo
from .context import Context
from .english.questions import QUESTIONS
from .english.requests import ADDITIONS, REMINDERS, REQUESTS, TEXTS, UNDOING
from .english.words import WORDS
from .references import read_targets
from .templates import Slots, Table

type _Read = Callable[[Slots, Context], Command | None]


def _always(command: Command) -> _Read:
    return lambda slots, context: command


def _changed(changes: Changes) -> _Read:
    """A change of the tasks that the text refers to."""
    return lambda slots, context: Change(read_targets(slots["t"], context), changes)


_COMMANDS: dict[str, _Read] = {
    "email": emailing.email,
    "dated": adding.add_dated,
    "add": adding.add,
    "add task": adding.add_task,
    "remind to": adding.remind,
    "undo": _always(Undo()),
    "tag": changing.tag,
    "untag": changing.untag,
    "clear tags": _changed(Changes(clear_tags=True)),
    "clear due": _changed(Changes(clear_due=True)),
    "repeat": changing.repeat,
    "stop repeating": _changed(Changes(repeat="")),
    "remind": changing.remind,
    "no reminders": _changed(Changes(reminders=())),
    "start": timing.start,
    "starts": timing.starts,
    "clear start": _changed(Changes(clear_start=True)),
    "estimate": timing.estimate,
    "clear estimate": _changed(Changes(estimate=0)),
    "below": arranging.below,
    "no parent": _changed(Changes(parent=())),
    "add below": arranging.add_below,
    "put beside": arranging.put_beside,
    "put at end": arranging.put_at_end,
    "skip": completing.skip,
    "set due": dues.set_due,
    "move": dues.move,
    "ask due": _changed(Changes(missing="due")),
    "describe": changing.describe,
    "note": changing.note,
    "priority": changing.prioritise,
    "raise": _changed(Changes(priority="high")),
    "lower": _changed(Changes(priority="low")),
    "reset priority": _changed(Changes(priority="medium")),
    "rename": changing.rename,
    "change": changing.change,
    "delete": deleting.delete,
    "restore all": _always(Restore(None)),
    "restore": trash.restore,
    "show deleted": trash.show_deleted,
    "add list": trash.add_list,
    "reopen": completing.reopen,
    "complete": completing.complete,
    "complete it": _always(Complete((Mentioned(),))),
    "finish": completing.finish,
    "check": completing.check,
    "past": completing.complete_past,
    "ask title": _changed(Changes(missing="title")),
    "ask anything": _changed(Changes(missing="anything")),
    "next": _always(Show(Filter(), "next")),
    "count": listing.count,
    "list": listing.show_list,
    "show": listing.show,
    "filter": listing.show_filtered,
    "unclear days": listing.refuse_unclear_days,
    "half": listing.show_half,
    "half count": listing.count_half,
    "details": searching.details,
    "when": searching.when,
    "state": searching.state,
    "find": searching.find,
    "search": searching.search,
    "where": searching.where,
    "titled": searching.find_titled,
}


def _table(text: str) -> Table[_Read]:
    return Table(text, WORDS, _COMMANDS.__getitem__)


_UNDOING, _TEXTS, _REQUESTS = _table(UNDOING), _table(TEXTS), _table(REQUESTS)
_REMINDERS = _table(REMINDERS)
_QUESTIONS, _ADDITIONS = _table(QUESTIONS), _table(ADDITIONS)


def read_request(text: str, context: Context) -> Command | None:
    """The change of tasks that `text` requests, or None."""
    return read_undo(text, context) or read_text(text, context) or _first(_REQUESTS, text, context)


def read_reminder(text: str, context: Context) -> Command | None:
    """When to be reminded of a task that there is: "remind me of #3 an hour before"."""
    return _first(_REMINDERS, text, context)


def read_undo(text: str, context: Context) -> Command | None:
    return _first(_UNDOING, text.rstrip(" .!"), context)


def read_text(text: str, context: Context) -> Command | None:
    """A change of the description, which may be long."""
    return _first(_TEXTS, text, context)


def read_question(text: str, context: Context) -> Command | None:
    """The question about the list that `text` is, or None."""
    return _first(_QUESTIONS, text.rstrip("?!. "), context)


def read_add(text: str, context: Context) -> Command | None:
    return _first(_ADDITIONS, text, context)


def _first(table: Table[_Read], text: str, context: Context) -> Command | None:
    """The command of the first reading that makes sense."""
    for read, slots in table.readings(text):
        if command := read(slots, context):
            return command
    return None
