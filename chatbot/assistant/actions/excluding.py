"""Finds the tasks of a request that leaves some out. Nothing is done unless all of these are surely known."""

from __future__ import annotations

from chatbot.assistant.language.commands import (
    Matching,
    Mentioned,
    Numbers,
    Position,
    Reference,
    Targets,
    Words,
)
from chatbot.assistant.language.references import parts_of
from chatbot.assistant.matching import best_matches, tagged
from chatbot.assistant.outcomes import Outcome, Task
from chatbot.assistant.questions import ASK_WHAT_STAYS
from chatbot.assistant.tool_uses import search_tasks
from chatbot.assistant.wording import joined, name_words, plural, quoted

from .finding import Found, Search, everything_listed, find_tasks, lookup, take
from .listing import within
from .steps import Situation, Steps, whole_list

_MOST_NAMED = 10


def find_without(targets: Targets, excluded: Targets, search: Search, situation: Situation) -> Steps[Found]:
    """As `find_tasks`, without those excluded; no tasks and a question if it is not sure which these are."""
    found = yield from find_tasks(targets, search, situation)
    if not excluded or not found.numbers:
        return found
    left_out = yield from _left_out(excluded, situation)
    if left_out.problems:
        return Found(problems=[*left_out.problems, ASK_WHAT_STAYS])
    excepted = [number for number in found.numbers if number in set(left_out.numbers)]
    found.numbers = [number for number in found.numbers if number not in set(excepted)]
    known = {**left_out.known, **found.known}
    if excepted:
        found.problems.append(_told([known.get(number, Task(number, "")) for number in excepted]))
    if not found.numbers:
        found.problems.insert(0, "That leaves no tasks, so I changed nothing.")
    return found


def _told(tasks: list[Task]) -> str:
    if len(tasks) > _MOST_NAMED:
        return f"I left {plural(len(tasks), 'task')} out."
    return f"I left out {joined([name_words(task) for task in tasks])}."


def _left_out(excluded: Targets, situation: Situation) -> Steps[Found]:
    found = Found()
    search = Search("change", "all")
    lookups = {target: lookup(target, search, situation) for target in dict.fromkeys(excluded)}
    uses = [use for use in lookups.values() if use]
    everything = yield from everything_listed()
    answers = (yield uses) if uses else []
    answers = [*answers]
    for index, use in enumerate(uses):
        if use.name == "list_tasks":
            answers[index] = yield from whole_list(use, answers[index])
    found.known.update({task.number: task for task in everything.tasks})
    by_target = dict(zip([target for target, use in lookups.items() if use], answers, strict=True))
    for target in lookups:
        answer = by_target.get(target, Outcome())
        if isinstance(target, Matching | Words) and answer.is_truncated:
            found.problems.append("There are more tasks to leave out than I can see at once.")
        elif isinstance(target, Words):
            yield from _leave_out_words(target, answer, everything, found)
        else:
            _leave_out(target, answer, everything, search, situation, found)
    return found


def _leave_out(
    target: Reference,
    answer: Outcome,
    everything: Outcome,
    search: Search,
    situation: Situation,
    found: Found,
) -> None:
    error = answer.error or everything.error
    match target:
        case _ if error:
            found.problems.append(error)
        case Numbers(numbers=numbers):
            unknown = [] if everything.is_truncated else [n for n in numbers if n not in found.known]
            found.problems += [f"There is no task #{number}." for number in unknown]
            found.numbers += numbers
        case Matching(filter=wanted):
            found.take(within(answer.tasks, wanted, situation.now))
        case Mentioned(several=several):
            if len(situation.mentioned) == 1 or (several and situation.mentioned):
                found.numbers += situation.mentioned
            else:
                found.problems.append("I'm not sure which tasks to leave out.")
        case Position(indexes=indexes):
            before = len(found.numbers)
            take(target, answer, search, situation, found)
            if len(found.numbers) - before < len(indexes) and not found.problems:
                found.problems.append("There are not as many tasks as that.")
        case _:
            take(target, answer, search, situation, found)


def _leave_out_words(words: Words, answer: Outcome, everything: Outcome, found: Found) -> Steps[None]:
    """The task with these words; several where the words are a tag or more than one thing."""
    if _leave_out_named(words.text, [*answer.tasks, *everything.tasks], found, several=words.several):
        return
    parts = parts_of(words.text)
    outcomes = (yield [search_tasks(part) for part in parts]) if len(parts) > 1 else []
    for part, outcome in zip(parts, outcomes or [answer] * len(parts), strict=True):
        if not _leave_out_named(part, [*outcome.tasks, *everything.tasks], found, several=words.several):
            found.problems.append(f"I couldn't find a task for {quoted(part)}.")


def _leave_out_named(text: str, among: list[Task], found: Found, *, several: bool) -> bool:
    """Whether any task goes by that name. One task too many is left out rather than one too few."""
    tasks = {task.number: task for task in among}.values()
    of_tag = tagged(text, tasks)
    named = {task.number: task for task in [*of_tag, *best_matches(text, tasks)]}
    if len(named) > 1 and not of_tag and not several and not text.casefold().endswith("s"):
        names = joined([name_words(task) for task in list(named.values())[:_MOST_NAMED]])
        found.problems.append(f"{quoted(text)} may be {names}.")
    found.take(named.values())
    return bool(named)
