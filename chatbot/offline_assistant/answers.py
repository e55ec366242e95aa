"""Reads a message in its conversation: as the answer to the assistant's last question, or as a request of
its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chatbot.reading import Shift

from .language.changing import changed_to
from .language.commands import (
    Add,
    Change,
    Changes,
    Command,
    Complete,
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
    Targeted,
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
from .questions import Question, is_asked_again, read_question, verb_of
from .reports import is_report
from .transcript import Said

_FURTHEST_BACK = 30  # messages: an answer may follow another answer
_OFFERS = ("offer", "meant", "plan")
_LONGEST_ANSWER = 500
_NUMBER_MARK = re.compile(r"#|\btask", re.IGNORECASE)
_YES, _NO = [Say("yes")], [Say("no")]


@dataclass(frozen=True)
class _Answer:
    """A message after a question. `own`: what it requests by itself; `pending`: the request that led to
    the question."""

    question: Question
    text: str
    context: Context
    own: list[Command]
    pending: list[Command]

    @property
    def is_request(self) -> bool:
        return not all(isinstance(command, Say) for command in self.own)

    @property
    def is_only_words(self) -> bool:
        """ "finish report": a request to complete a task, or only the words of a title."""
        targets = [target for one in self.own if isinstance(one, Complete) for target in one.targets]
        return len(self.own) == 1 and bool(targets) and all(isinstance(target, Words) for target in targets)

    @property
    def own_or_again(self) -> list[Command]:
        """What the message requests; if that is nothing, ask the question again."""
        is_own = self.is_request or read_talk(self.text)
        return self.own if is_own else [Say("not_an_answer", self.question.text)]

    @property
    def text_in_english(self) -> str:
        """The text with the words for tasks in English: "die zweite" is "the second"."""
        return (answer_in_english(self.text) if self.context.language == "de" else None) or self.text


def understand(message: str, earlier: Sequence[Said], now: datetime) -> list[Command]:
    """The commands of `message`, which follows the messages `earlier`."""
    earlier = earlier[-_FURTHEST_BACK:]
    asked = earlier[-1].text if earlier and earlier[-1].role == "assistant" else ""
    question = read_question(asked)
    if question is None:
        return _corrected(message, earlier, now) or parse(message, now)
    own = parse(message, now)
    if own == _NO or (len(message) > _LONGEST_ANSWER and question.kind != "title"):
        return own
    if question.kind in _OFFERS:
        return _accepted(question, now) if own == _YES else own
    masked, quotes = mask(without_courtesy(message.strip()))
    context = Context(now, quotes, "de" if is_german_spoken() else "en")
    answer = _Answer(question, masked, context, own, _pending(earlier, now))
    match question.kind:
        case "title":
            return _named(answer)
        case "which" | "near":
            return _chosen(answer)
        case "left_out":
            return _left_out(answer)
    return _valued(answer)


def _corrected(message: str, earlier: Sequence[Said], now: datetime) -> list[Command]:
    """The commands of "I meant the electrician" after a change; [] for any other message."""
    if not earlier or not is_report(earlier[-1].text):
        return []
    masked, quotes = mask(message.strip())
    context = Context(now, quotes)
    if is_german_spoken() and (english := in_english(masked)):
        context, masked = replace(context, language="de"), english
    words = corrected_words(masked)
    if not words or read_corrected_date(masked.rstrip(".!"), context):
        return []
    before = _pending(earlier, now)
    return corrected_commands(words, before[0], context) if len(before) == 1 else []


def _pending(earlier: Sequence[Said], now: datetime) -> list[Command]:
    """The commands of the message that led to the last reply, ignoring answers that were not understood."""
    for index in reversed(range(len(earlier) - 1)):
        if earlier[index].role == "user" and not is_asked_again(earlier[index + 1].text):
            return understand(earlier[index].text, earlier[:index], now)
    return []


def _accepted(question: Question, now: datetime) -> list[Command]:
    if question.kind == "plan":
        return [MakePlan(question.offered)]
    return parse(f"add {question.offered}" if question.kind == "offer" else question.offered, now)


def _named(answer: _Answer) -> list[Command]:
    """Add the pending tasks, with the title that the answer gives."""
    own, context = answer.own, answer.context
    if read_talk(answer.text) or isinstance(own[0], Show | Details | Find):
        return own
    if any(isinstance(one, Targeted) and _is_numbered(one.targets) for one in own):
        return own
    pending = next((one for one in answer.pending if isinstance(one, Add)), Add((NewTask(""),)))
    unnamed = replace(pending.tasks[0], title="")
    if isinstance(own[0], Add) and own[0].tasks[0].title:
        return [replace(own[0], tasks=tuple(merged(task, unnamed) for task in own[0].tasks)), *own[1:]]
    items = split_items(answer.text, context, one_task=True, many_tasks=False)
    return [replace(pending, tasks=tuple(merged(read_new_task(item, context), unnamed) for item in items))]


def _chosen(answer: _Answer) -> list[Command]:
    """Apply the pending request to the tasks that "2", "the first", "#7", "both" or "the one on friday"
    selects."""
    question, text = answer.question, answer.text_in_english
    pending = next((one for one in answer.pending if verb_of(one) == question.verb), None)
    if not isinstance(pending, Targeted | Details):
        return answer.own
    if question.kind == "near":
        numbers = tuple(number for number, _ in question.candidates)
        return [replace(pending, targets=(Numbers(numbers),))] if answer.own == _YES else answer.own
    if question.candidates:
        chosen = _among(question, read_targets(text, answer.context), by_place=not _NUMBER_MARK.search(text))
        if chosen:
            return [replace(pending, targets=(Numbers(chosen),))]
    elif not answer.is_request or answer.is_only_words:
        targets = read_targets(text, answer.context)
        if targets and not read_talk(text):
            return [replace(pending, targets=targets)]
    return answer.own_or_again


def _left_out(answer: _Answer) -> list[Command]:
    """The pending request, excluding the tasks that the answer names."""
    if answer.is_request and not answer.is_only_words:
        return answer.own
    left_out = read_excluded(answer.text_in_english, answer.context)
    pending: list[Command] = [
        replace(one, excluded=left_out)
        for one in answer.pending
        if isinstance(one, Targeted) and one.excluded
    ]
    return pending if left_out and pending else answer.own


def _among(question: Question, targets: Targets, *, by_place: bool) -> tuple[int, ...]:
    """The numbers of the candidates that `targets` name; () if that is not clear.

    `by_place`: a bare "2" that is no candidate's number is the second candidate; "#2" is not.
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


def _valued(answer: _Answer) -> list[Command]:
    """Change the task of the question to the title, due date or other value that the answer gives."""
    kind, text, context = answer.question.kind, answer.text, answer.context
    target: Targets = (Numbers((answer.question.number or 0,)),)
    value = Changes(title=context.plain(text)[:LONGEST_TITLE])
    if kind != "new_title":
        due, value = context.due(text), changed_to(text, context)
        if isinstance(due, Shift):
            return [Change(target, Changes(due=directed(due)))]
        if value.due or value.priority:
            return [Change(target, value)]
    requests = [one for one in answer.own if not isinstance(one, Say)]
    if read_talk(text) or isinstance(answer.own[0], Show | Details) or ("\n" in text and len(requests) > 1):
        return answer.own
    if kind == "new_title" or (kind == "anything" and not answer.is_request):
        return [Change(target, value)]
    return answer.own_or_again


def _is_numbered(targets: Targets) -> bool:
    return bool(targets) and not any(isinstance(target, Words) for target in targets)
