"""Parses a message into commands, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from . import german
from .bare_tasks import read_bare_task
from .clauses import parse_clause
from .commands import Change, Command, Complete, Delete, DeleteAll, Say
from .context import Context, is_german_spoken
from .courtesy import without_courtesy, without_opening
from .dividing import LONGEST_CLAUSE, Clause, divide
from .exclusions import UNCLEAR
from .facts import with_facts
from .goals import ASKED_FOR
from .joining import merged, read_clauses
from .misspelt import respelt
from .partly_understood import first_command, is_restricted, with_partial_notes
from .patterns import rx
from .planning import read_plan
from .quoting import mask
from .requests import read_undo
from .talk import read_refusal, read_talk

LONGEST_MESSAGE = 10_000
_LONGEST_GUESS = 80
# Commands of the message box, sent as messages.
_COMMAND = rx(r"^/(?=(?:plan|undo|help|hilfe)\b)")
_NOT_UNDERSTOOD = {"unclear", "unrelated"}
_GOAL = re.compile(r"/plan\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_BLANK_LINES = re.compile(r"\s*\n\s*")
_IF = rx(r"\b(?:if|unless|in\s+case)\b")


def parse(message: str, now: datetime) -> list[Command]:
    """The commands of `message`, at least one: text that is not understood becomes a Say."""
    text, context = normalized(message, now)
    if not text:
        return [Say("empty")]
    requests = german_requests(text, context)
    if requests:
        text, context = "\n".join(requests), replace(context, language="de")
    said = read_talk(text) or (read_refusal(without_opening(text)) if len(text) < LONGEST_CLAUSE else None)
    if one := said or read_undo(text, context) or read_plan(text, context):
        return [one]
    clauses = [Clause(one, "\n", is_weak=False) for one in requests] or divide(text, context)
    commands = merged(read_clauses(with_facts(clauses, context), context))
    if UNCLEAR in commands:
        return [UNCLEAR]
    if _is_conditional(text, requests, commands):
        return [Say("conditional")]
    if meant := with_partial_notes(commands):
        return meant
    found = first_command(text, context, parse_clause)
    if not found and isinstance(commands[0], Say) and commands[0].topic in _NOT_UNDERSTOOD:
        found = _respelt(text, context, commands) or read_bare_task(text, context)
    return found or commands[:1]


def normalized(message: str, now: datetime) -> tuple[str, Context]:
    """The text as the rules read it: its quotations are in the context, and a command is only its words."""
    masked, quotes = mask(message[:LONGEST_MESSAGE].replace("\r\n", "\n").replace("\r", "\n"))
    text = _BLANK_LINES.sub("\n", re.sub(r"[ \t\u00a0]+", " ", masked)).strip()
    context = Context(now, quotes)
    if goal := _GOAL.match(text):
        is_request = ASKED_FOR.match(goal[1]) or german_requests(goal[1], context)
        return goal[1] if is_request else f"make a plan: {goal[1]}", context
    return _COMMAND.sub("", text), context


def german_requests(text: str, context: Context) -> tuple[str, ...]:
    """What a German text requests, in English; () if it is not German."""
    return german.requests(text, context.lists) if is_german_spoken() else ()


def _is_conditional(text: str, requests: Sequence[str], commands: list[Command]) -> bool:
    if Say("conditional") in map(read_refusal, requests) or any(map(is_restricted, commands)):
        return True
    changes = (isinstance(command, Complete | Change | Delete | DeleteAll) for command in commands[1:])
    return bool(_IF.search(text)) and any(changes)


def _respelt(text: str, context: Context, commands: list[Command]) -> list[Command]:
    """Ask whether a misspelt verb is meant; [] if there is none."""
    right = respelt(without_courtesy(text)) if commands[0] == Say("unrelated") else None
    if not right or len(right) > _LONGEST_GUESS:
        return []
    meant = context.plain(right)
    return [] if isinstance(parse(meant, context.now)[0], Say) else [Say("misspelt", meant)]
