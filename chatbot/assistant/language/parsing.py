"""Reads a message into commands, in the order in which they are asked for.

A message is split where a new request begins: strongly after a line's or sentence's end, a semicolon or
"then", weakly after a comma or "and". What does not read as a request of its own stays part of the
request before it, and after a weak separator within an addition only an unmistakable request counts: "add
sort and delete the photos" is one title, "add milk and delete task 2" is two requests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from chatbot.reading import Kind

from . import german
from .commands import (
    Add,
    Change,
    Command,
    Complete,
    CompleteAll,
    Delete,
    DeleteAll,
    Details,
    Email,
    Say,
    Show,
    Undo,
    Words,
)
from .completing import EXPLICIT
from .context import Context, is_german_spoken
from .corrections import read_corrected_date
from .courtesy import without_courtesy, without_opening
from .english.words import WORDS
from .exclusions import (
    UNCLEAR,
    begins_with_exclusion,
    is_about_several,
    is_change,
    read_excluding,
    speaks_of_exclusion,
)
from .halves import first_half, is_restricted, with_what_is_left
from .misspelt import respelt
from .patterns import rx
from .planning import read_plan
from .quoting import mask
from .references import read_targets
from .requests import read_add, read_question, read_request, read_text, read_undo
from .talk import read_refusal, read_talk
from .verbs import begins_with_verb

LONGEST_MESSAGE = 10_000
_LONGEST_CLAUSE = 1_000
_LONGEST_GUESS = 80
_MOST_CLAUSES = 30
_BLANK_LINES = re.compile(r"\s*\n\s*")

_QUESTION = rx(
    r"(?:what|which|how|when|where|who|why|whose|does|did|has|is|are|am|was|were|should|shall|any|anything"
    r"|do\s+(?:i|we|you)|have\s+(?:i|we|you)"
    r"|can\s+(?:i|we)|may\s+i|would\s+(?:i|it)|could\s+(?:i|we))\b"
)
_REQUEST = WORDS.pattern("[please|also|then|now|finally|next]* [(can|could) you] <begin>") + r"\b"
_BREAK = rx(
    rf"(?P<strong>\s*(?:[.!?]{{1,3}}(?=\s)|;|\n(?:\s*(?:[-*•–+]|\d{{1,3}}[.)])\s)?|,?\s*(?:and\s+)?(?:then"
    rf"|afterwards|after\s+that|next)\b,?)\s*(?:and\s+|then\s+|also\s+){{0,3}}(?={_REQUEST}))"
    r"|(?P<weak>(?:\s*,\s*(?:(?:and|but)\s+)?|\s+(?:and|but|&|plus)\s+)(?:also\s+|please\s+|finally\s+){0,2}"
    rf"(?={_REQUEST}))"
)
_TOO = rx(
    r"(?P<request>.+?)(?:\s*,\s*|\s+)(?:and|plus|,)\s+(?:also\s+)?(?P<other>.+?)[\s,]+(?:too|as\s+well|also)"
    r"|(?P<request2>.+?)(?:\s*,\s*|\s+)(?:and|plus)\s+(?:also|likewise|so\s+is|so\s+are)\s+(?P<other2>.+)"
)
_IF = rx(r"\b(?:if|unless|in\s+case)\b")
_ADDITION = rx(r"(?:add|create|remind\s+me|new\s+task|set\s+(?:me\s+)?a\s+reminder|don['’]?t\s+forget)\b")
_REMIND = rx(r"remind\b")
_REMINDER = rx(r"(?:remind\s+me|set\s|don['’]?t\s)")
_BULLET = rx(r"^\s*(?:[-*•–+]|\d{1,3}[.)])\s+")
_GREETED = rx(
    r"^(?:hi|hello|hey|good\s+(?:morning|afternoon|evening))(?:\s+(?:there|lockstep|assistant))?\s*[,!.]+\s+"
)
_MARKUP = rx(r"[<>{}\\\n]")
_FAVOUR = rx(r"\w+\s+me\b")


@dataclass(frozen=True)
class _Clause:
    text: str
    separator: str
    is_weak: bool


def parse(message: str, now: datetime) -> list[Command]:
    """The commands of `message`; never empty: what is not understood is a Say."""
    masked, quotes = mask(message[:LONGEST_MESSAGE].replace("\r\n", "\n").replace("\r", "\n"))
    context = Context(now, quotes)
    text = _BLANK_LINES.sub("\n", re.sub(r"[ \t\u00a0]+", " ", masked)).strip()
    if not text:
        return [Say("empty")]
    requests = german.requests(text) if is_german_spoken() else ()
    if requests:
        text, context = "\n".join(requests), replace(context, language="de")
    said = read_talk(text) or (read_refusal(_GREETED.sub("", text)) if len(text) < _LONGEST_CLAUSE else None)
    if said:
        return [said]
    if one := read_undo(text, context) or read_plan(text, context):
        return [one]
    clauses = [_Clause(one, "\n", is_weak=False) for one in requests] or _clauses(text, context)
    commands = _merged(_read_clauses(clauses, context))
    if UNCLEAR in commands:
        return [UNCLEAR]
    if (
        Say("conditional") in map(read_refusal, requests)
        or any(map(is_restricted, commands))
        or (
            _IF.search(text)
            and any(isinstance(command, Complete | Change | Delete | DeleteAll) for command in commands[1:])
        )
    ):
        return [Say("conditional")]
    if meant := with_what_is_left(commands):
        return meant
    first = commands[0] if commands else _unclear(text, context)
    if half := first_half(text, context, parse_clause):
        return half
    right = respelt(without_courtesy(text)) if first == Say("unrelated") else None
    if right and len(right) <= _LONGEST_GUESS and not isinstance(parse(context.plain(right), now)[0], Say):
        return [Say("misspelt", context.plain(right))]
    return [first]


def parse_clause(text: str, context: Context) -> Command | None:
    """The one command `text` is, or None."""
    text = _BULLET.sub("", text.strip())
    if corrected := read_corrected_date(text.rstrip(".!"), context):
        return corrected  # its first words are no courtesy
    if context.language != "de":  # of which it is taken off already
        text = without_courtesy(text)
    if not text:
        return None
    if len(text) > _LONGEST_CLAUSE:
        return read_text(text, context) or read_add(text, context)
    if read_refusal(text):
        return Say("negated")
    if _QUESTION.match(text):
        return read_question(text, context) or read_talk(text)
    excluding = read_excluding(text, context, _parse_request)
    command = excluding or _parse_with_another(text, context) or _parse_request(text, context)
    is_ignored = not excluding and command is not None and is_about_several(command) and is_change(command)
    return UNCLEAR if is_ignored and speaks_of_exclusion(text) else command


def _parse_with_another(text: str, context: Context) -> Command | None:
    """ "mark milk done and the rent too": what is asked for one task, of others as well."""
    match = _TOO.fullmatch(text)
    if match is None:
        return None
    command = _parse_request(match["request"] or match["request2"], context)
    if not isinstance(command, Delete | Complete | Change) or not command.targets:
        return None
    others = read_targets(match["other"] or match["other2"], context)
    return replace(command, targets=(*command.targets, *others))


def _parse_request(text: str, context: Context) -> Command | None:
    """The one command that `text` is, or None; what it leaves out is not seen."""
    if _is_addition(text):
        change = None if _REMINDER.match(text) else read_request(text, context)
        return change or read_add(text, context)
    return (
        read_request(text, context)
        or read_question(text, context)
        or read_add(text, context)
        or read_talk(text)
    )


def _is_addition(text: str) -> bool:
    return bool(_ADDITION.match(text))


def _clauses(text: str, context: Context) -> list[_Clause]:
    clauses: list[_Clause] = []
    # "call Bob at 3, remind me an hour before" is one task.
    reminders = _reminders(text, context)
    start, separator, weak = 0, "", False
    for match in _BREAK.finditer(text):
        if match.start() == 0 or len(clauses) >= _MOST_CLAUSES or match.end() in reminders:
            continue
        if begins_with_exclusion(text[start : match.start()]):
            continue  # "keep 1 and 2, delete the rest" is one request
        clauses.append(_Clause(text[start : match.start()], separator, weak))
        start, separator, weak = match.end(), match.group(), bool(match["weak"])
    return [*clauses, _Clause(text[start:], separator, weak)]


def _reminders(text: str, context: Context) -> set[int]:
    """Where "remind me …" begins that belongs to the task before it."""
    if len(text) > _LONGEST_CLAUSE or "remind" not in text.lower():
        return set()
    spans = [span for span in context.read(text).spans if span.kind == Kind.REMINDER]
    return {
        span.start + match.start() for span in spans if (match := _REMIND.search(text[span.start : span.end]))
    }


def _read_clauses(clauses: list[_Clause], context: Context) -> list[Command]:
    """Read clause by clause; one that is no request of its own is given back to the clause before it."""
    commands: list[Command] = []
    open_text = ""
    for clause in clauses:
        command = parse_clause(clause.text, context)
        continues = bool(open_text) and (
            command is None or (clause.is_weak and not _stands_alone(commands, clause.text, command))
        )
        if continues:
            joined = f"{open_text}{clause.separator}{clause.text}"
            whole = parse_clause(joined, context)
            if whole is not None and commands:
                commands[-1], open_text = whole, joined
                continue
        if commands and command is not None and _may_be_left_out(commands[-1], clause, command):
            command = UNCLEAR
        if command is not None:
            commands.append(command)
            open_text = clause.text
        elif not commands:
            commands.append(_unclear(clause.text, context))
            open_text = clause.text
        elif not read_talk(without_courtesy(clause.text)):
            commands.append(Say("half", context.plain(clause.text)))
    return commands


def _stands_alone(before: list[Command], text: str, command: Command) -> bool:
    if isinstance(command, Say):
        return False
    last = before[-1] if before else None
    if isinstance(last, Delete | Complete | Change) and last.excluded:
        # In "… except rent and finish the report" the last words are a title, too.
        return not _may_be_a_title(text, command)
    if not isinstance(last, Add):
        return True
    if isinstance(command, Add | Show | Details | CompleteAll | DeleteAll | Email | Undo):
        return not (isinstance(command, Add) and not _is_addition(without_opening(text)))
    if isinstance(command, Complete | Change | Delete) and not all(
        isinstance(one, Words) for one in command.targets
    ):
        return True
    return bool(EXPLICIT.search(text))


def _may_be_a_title(text: str, command: Command) -> bool:
    if isinstance(command, Complete | Change | Delete):
        return any(isinstance(one, Words) for one in command.targets)
    return isinstance(command, Add) and not _is_addition(text)


def _may_be_left_out(before: Command, clause: _Clause, command: Command) -> bool:
    """ "complete all but move 3 to friday": whether 3 is to be completed, too, is not clear."""
    is_but = bool(rx(r"\bbut\b").search(clause.separator))
    return is_but and is_about_several(before) and isinstance(command, Delete | Complete | Change)


def _merged(commands: list[Command]) -> list[Command]:
    """Neighbours that do the same become one: "add milk. add eggs." adds two tasks in one go."""
    result: list[Command] = []
    for command in commands:
        last = result[-1] if result else None
        if (
            isinstance(command, Add)
            and isinstance(last, Add)
            and all(task.title for task in last.tasks + command.tasks)
        ):
            result[-1] = Add(
                last.tasks + command.tasks,
                last.wants_reminder or command.wants_reminder,
            )
        elif isinstance(command, Complete) and isinstance(last, Complete) and _same_kind(last, command):
            result[-1] = Complete(last.targets + command.targets, last.completed)
        elif isinstance(command, Delete) and isinstance(last, Delete) and _are_plain(last, command):
            result[-1] = Delete(last.targets + command.targets)
        else:
            result.append(command)
    return result


def _same_kind(one: Complete, other: Complete) -> bool:
    return one.completed == other.completed and _are_plain(one, other)


def _are_plain(one: Complete | Delete, other: Complete | Delete) -> bool:
    return bool(one.targets and other.targets) and not (one.excluded or other.excluded)


def _unclear(text: str, context: Context) -> Say:
    """A short phrase that could be a task is offered as one; anything else is led back to tasks."""
    is_short = len(text.split()) <= 12 and len(text) <= 120 and not _MARKUP.search(text)
    if (
        is_short
        and not _FAVOUR.match(text)
        and not text.rstrip().endswith("?")
        and begins_with_verb(context.read(without_opening(text)).title)
    ):
        return Say("unclear", context.plain(text))
    return Say("unrelated")
