"""Understands a message in its conversation: as the answer to a question just asked, or as a request of its
own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chatbot.reading import Shift

from .language.changing import changed_to
from .language.commands import (
    Add,
    Change,
    Changes,
    Command,
    Complete,
    Delete,
    Details,
    Filter,
    Find,
    MakePlan,
    Matching,
    Mentioned,
    NewTask,
    Numbers,
    Position,
    Say,
    Show,
    Targets,
    Words,
)  # fmt: skip
from .language.context import Context, is_german_spoken
from .language.corrections import corrected_commands, corrected_words, read_corrected_date
from .language.courtesy import without_courtesy
from .language.dues import directed
from .language.exclusions import read_excluded
from .language.german import answer_in_english, in_english
from .language.new_tasks import LONGEST_TITLE, merged, read_new_task
from .language.parsing import parse
from .language.quoting import mask
from .language.references import read_targets
from .language.splitting import split_items
from .language.talk import read_talk
from .matching import matches
from .questions import Question, read_question, verb_of
from .transcript import Said

_FURTHEST_BACK = 6
_OFFERS = ("offer", "meant", "plan")
_LONGEST_ANSWER = 500
# How an answer begins that tells of something done to one task.
_DONE = re.compile(
    r"(?:Added|Marked|Reopened|Deleted|Moved|Renamed|Removed the due|Noted on) \*\*#|\*\*#\d+\*\* .* is now "
)
_NUMBER_MARK = re.compile(r"#|\btask", re.IGNORECASE)


def understand(message: str, earlier: Sequence[Said], now: datetime, *, depth: int = 0) -> list[Command]:
    """The commands of `message`, which was said after `earlier`."""
    asked = earlier[-1].text if earlier and earlier[-1].role == "assistant" else ""
    question = read_question(asked)
    if question is None or depth > _FURTHEST_BACK:
        return _corrected(message, earlier, now, depth) or parse(message, now)
    return _answer(question, message, asked, earlier[:-1], now, depth)


def _corrected(message: str, earlier: Sequence[Said], now: datetime, depth: int) -> list[Command]:
    """The commands of "I meant the electrician" after something was done; [] for anything else."""
    if depth > _FURTHEST_BACK or not earlier or not _DONE.match(earlier[-1].text):
        return []
    masked, quotes = mask(message.strip())
    context = Context(now, quotes)
    if is_german_spoken() and (english := in_english(masked)):
        context, masked = replace(context, language="de"), english
    words = corrected_words(masked)
    if not words or read_corrected_date(masked.rstrip(".!"), context):
        return []
    before = _pending(earlier[:-1], context, depth)
    return corrected_commands(words, before[0], context) if len(before) == 1 else []


def _answer(
    question: Question, message: str, asked: str, earlier: Sequence[Said], now: datetime, depth: int
) -> list[Command]:
    own = parse(message, now)
    if own == [Say("no")] or (len(message) > _LONGEST_ANSWER and question.kind != "title"):
        return own
    if own == [Say("yes")] and question.kind in _OFFERS:
        return _accepted(question, now)
    masked, quotes = mask(without_courtesy(message.strip()))
    context = Context(now, quotes, "de" if is_german_spoken() else "en")
    match question.kind:
        case "title":
            return _titled(masked, own, earlier, context, depth)
        case "which" | "near":
            return _chosen(question, _named(masked, context), own, asked, earlier, context, depth)
        case "left_out":
            return _left_out(_named(masked, context), own, earlier, context, depth)
        case "new_title" | "due" | "anything":
            return _valued(question, masked, own, asked, context)
    return own


def _accepted(question: Question, now: datetime) -> list[Command]:
    if question.kind == "plan":
        return [MakePlan(question.offered)]
    return parse(f"add {question.offered}" if question.kind == "offer" else question.offered, now)


def _named(text: str, context: Context) -> str:
    """The words for tasks in English: "die zweite" is "the second"."""
    return (answer_in_english(text) if context.language == "de" else None) or text


def _titled(
    text: str, own: list[Command], earlier: Sequence[Said], context: Context, depth: int
) -> list[Command]:
    if read_talk(text) or (isinstance(own[0], Show | Details | Find) and _is_request(own)):
        return own
    if any(isinstance(one, Delete | Complete | Change) and _is_numbered(one.targets) for one in own):
        return own
    pending = next((one for one in _pending(earlier, context, depth) if isinstance(one, Add)), None)
    defaults = replace(pending.tasks[0], title="") if pending else NewTask("")
    if isinstance(own[0], Add) and own[0].tasks[0].title:
        return [replace(own[0], tasks=tuple(merged(task, defaults) for task in own[0].tasks)), *own[1:]]
    items = [
        read_new_task(item, context) for item in split_items(text, context, one_task=True, many_tasks=False)
    ]
    tasks = tuple(merged(task, defaults) for task in items)
    return [replace(pending, tasks=tasks) if pending else Add(tasks)]


def _chosen(
    question: Question,
    text: str,
    own: list[Command],
    asked: str,
    earlier: Sequence[Said],
    context: Context,
    depth: int,
) -> list[Command]:
    """The task(s) an answer such as "2", "the first", "#7", "both" or "the one on friday" chooses."""
    pending = next((one for one in _pending(earlier, context, depth) if verb_of(one) == question.verb), None)
    if not isinstance(pending, Delete | Complete | Change | Details):
        return own
    if question.kind == "near":
        numbers = tuple(number for number, _ in question.candidates)
        return [replace(pending, targets=(Numbers(numbers),))] if own == [Say("yes")] else own
    if question.candidates:
        chosen = _among(question, read_targets(text, context), by_place=not _NUMBER_MARK.search(text))
        if chosen:
            return [replace(pending, targets=(Numbers(chosen),))]
    elif not _is_request(own) or _is_only_words(own):
        targets = read_targets(text, context)
        if targets and not read_talk(text):
            return [replace(pending, targets=targets)]
    return own if _is_request(own) or read_talk(text) else [Say("not_an_answer", asked)]


def _left_out(
    text: str, own: list[Command], earlier: Sequence[Said], context: Context, depth: int
) -> list[Command]:
    """The request as it was, without the tasks that are named now."""
    left_out = () if _is_request(own) and not _is_only_words(own) else read_excluded(text, context)
    pending = [
        replace(one, excluded=left_out)
        for one in _pending(earlier, context, depth)
        if isinstance(one, Delete | Complete | Change) and one.excluded
    ]
    return [*pending] if left_out and pending else own


def _among(question: Question, targets: Targets, *, by_place: bool) -> tuple[int, ...]:
    """The numbers of the candidates that `targets` name; () if that is not clear.

    `by_place`: a bare "2" that is no candidate's number is the second of them; "#2" is not.
    """
    numbers = [number for number, _ in question.candidates]
    chosen: list[int] = []
    for target in targets:
        match target:
            case Numbers(numbers=named):
                for number in named:
                    if number in numbers:
                        chosen.append(number)
                    elif by_place and 1 <= number <= len(numbers):
                        chosen.append(numbers[number - 1])
            case Position(indexes=indexes):
                chosen += [numbers[index] for index in indexes if -len(numbers) <= index < len(numbers)]
            case Mentioned(several=True) | Matching(filter=Filter(is_narrow=False)):
                chosen += numbers
            case Words(text=text):
                found = [number for number, line in question.candidates if matches(text, line)]
                chosen += found if len(found) == 1 else []
    return tuple(dict.fromkeys(chosen))


def _valued(question: Question, text: str, own: list[Command], asked: str, context: Context) -> list[Command]:
    """The new title, due date or other value for the task the question named."""
    target: Targets = (Numbers((question.number or 0,)),)
    value = Changes(title=context.plain(text)[:LONGEST_TITLE])
    if question.kind != "new_title":
        due, value = context.due(text), changed_to(text, context)
        if isinstance(due, Shift):
            return [Change(target, Changes(due=directed(due)))]
        if value.due or value.priority:
            return [Change(target, value)]
    if read_talk(text) or isinstance(own[0], Show | Details):
        return own
    if question.kind == "new_title" or (question.kind == "anything" and not _is_request(own)):
        return [Change(target, value)]
    return own if _is_request(own) else [Say("not_an_answer", asked)]


def _pending(earlier: Sequence[Said], context: Context, depth: int) -> list[Command]:
    """The commands of the last user message, the one that made the assistant ask."""
    last = max((index for index, said in enumerate(earlier) if said.role == "user"), default=-1)
    if last < 0 or depth > _FURTHEST_BACK:
        return []
    commands = understand(earlier[last].text, earlier[:last], context.now, depth=depth + 1)
    if isinstance(commands[0], Say) and commands[0].topic == "not_an_answer":
        return _pending(earlier[:last], context, depth + 1)
    return commands


def _is_request(commands: list[Command]) -> bool:
    return not all(isinstance(command, Say) for command in commands)


def _is_only_words(commands: list[Command]) -> bool:
    """ "finish report": a request to complete, or just the words of a title."""
    targets = [target for one in commands if isinstance(one, Complete) for target in one.targets]
    return len(commands) == 1 and bool(targets) and all(isinstance(target, Words) for target in targets)


def _is_numbered(targets: Targets) -> bool:
    return bool(targets) and not any(isinstance(target, Words) for target in targets)
