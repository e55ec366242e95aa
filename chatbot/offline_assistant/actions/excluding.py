"""Finds the tasks of a request that excludes some. If any excluded task is unclear, nothing is changed."""

from __future__ import annotations

from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.commands import (
    Matching,
    Mentioned,
    Position,
    Reference,
    Targeted,
    Targets,
    Words,
)
from chatbot.offline_assistant.language.references import parts_of
from chatbot.offline_assistant.matching import best_matches, tagged
from chatbot.offline_assistant.outcomes import Outcome, Task
from chatbot.offline_assistant.questions import ASK_WHAT_STAYS, Verb
from chatbot.offline_assistant.tool_uses import search_tasks
from chatbot.offline_assistant.wording import names_of, quoted, tasks_words

from .finding import Found, everything_listed, find_tasks, look_up, not_found, take
from .steps import Situation, Steps

_MOST_NAMED = 10


def find_without(wanted: Targeted, verb: Verb, situation: Situation) -> Steps[Found]:
    """The targets without the excluded tasks. If it is unclear which these are, no tasks and a question."""
    found = yield from find_tasks(wanted.targets, verb, situation)
    if not wanted.excluded or not found.numbers:
        return found
    left_out = yield from _left_out(wanted.excluded, situation)
    if left_out.problems:
        return Found(verb, situation, problems=[*left_out.problems, say(ASK_WHAT_STAYS)])
    excepted = set(found.numbers).intersection(left_out.numbers)
    named = [task for task in found.tasks if task.number in excepted]
    found.numbers = [number for number in found.numbers if number not in excepted]
    if excepted:
        named = [left_out.known.get(task.number, task) for task in named]
        many = len(named) > _MOST_NAMED
        count = tasks_words(len(named))
        left = (
            say("I left {count} out.", count=count)
            if many
            else say("I left out {tasks}.", tasks=names_of(named))
        )
        found.problems.append(left)
    if not found.numbers:
        found.problems.insert(0, say("That leaves no tasks, so I changed nothing."))
    return found


def _left_out(excluded: Targets, situation: Situation) -> Steps[Found]:
    found = Found("change", situation)
    everything = yield from everything_listed()
    found.know(everything.tasks)
    for target, answer in (yield from look_up(excluded, found)).items():
        if isinstance(target, Matching | Words) and answer.is_truncated:
            found.problems.append(say("There are more tasks to leave out than I can see at once."))
        elif isinstance(target, Words):
            yield from _leave_out_words(target, answer, everything, found)
        elif error := answer.error or everything.error:
            found.problems.append(error)
        else:
            _leave_out(target, answer, found)
    if not everything.error and not everything.is_truncated:
        found.problems += found.missing
    return found


def _leave_out(target: Reference, answer: Outcome, found: Found) -> None:
    before, mentioned = len(found.numbers), found.situation.mentioned
    match target:
        case Matching():
            found.take(answer.tasks)
        case Mentioned(several=several) if not mentioned or (len(mentioned) > 1 and not several):
            found.problems.append(say("I'm not sure which tasks to leave out."))
        case _:
            take(target, answer, found)
    if isinstance(target, Position) and len(found.numbers) - before < len(target.indexes):
        found.problems = found.problems or [say("There are not as many tasks as that.")]


def _leave_out_words(words: Words, answer: Outcome, everything: Outcome, found: Found) -> Steps[None]:
    """Find the excluded task by its title; several if the words are a tag or a list of titles."""
    if _leave_out_named(words.text, [*answer.tasks, *everything.tasks], found, several=words.several):
        return
    parts = parts_of(words.text)
    outcomes = (yield [search_tasks(part) for part in parts]) if len(parts) > 1 else [answer] * len(parts)
    for part, outcome in zip(parts, outcomes, strict=True):
        if not _leave_out_named(part, [*outcome.tasks, *everything.tasks], found, several=words.several):
            found.problems.append(not_found(part))


def _leave_out_named(text: str, among: list[Task], found: Found, *, several: bool) -> bool:
    """Add the tasks with that name, and return whether there are any. In doubt, more tasks are excluded."""
    tasks = {task.number: task for task in among}.values()
    of_tag = tagged(text, tasks)
    named = {task.number: task for task in [*of_tag, *best_matches(text, tasks)]}
    if len(named) > 1 and not of_tag and not several and not text.casefold().endswith("s"):
        names = names_of([*named.values()][:_MOST_NAMED])
        found.problems.append(say("{words} may be {tasks}.", words=quoted(text), tasks=names))
    found.take(named.values())
    return bool(named)
