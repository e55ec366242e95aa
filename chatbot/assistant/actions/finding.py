"""Finds out which tasks are meant, looking them up where the words do not say their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from chatbot.assistant.language.commands import (
    Filter,
    Matching,
    Mentioned,
    Newest,
    Numbers,
    Position,
    Reference,
    Status,
    Targets,
    Words,
)
from chatbot.assistant.language.references import parts_of
from chatbot.assistant.matching import best_matches, nearest, tagged
from chatbot.assistant.outcomes import Outcome, Task
from chatbot.assistant.questions import Verb, ask_near, ask_which
from chatbot.assistant.tool_uses import ToolUse, list_tasks, search_tasks
from chatbot.assistant.wording import joined, name_words, plural, quoted

from .listing import within
from .steps import Situation, Steps, whole_list


@dataclass
class Found:
    """The tasks meant, by number (those that were looked up are in `known`), and what stands in the way."""

    numbers: list[int] = field(default_factory=list)
    known: dict[int, Task] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def take(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            self.known[task.number] = task
            self.numbers.append(task.number)


@dataclass(frozen=True)
class Search:
    """For what tasks are sought. `prefers`: the state that the request makes sense for ("all" if either
    does)."""

    verb: Verb
    prefers: Status = "pending"

    @property
    def listing(self) -> Status:
        """The list in which "the first" and "the last" are counted."""
        return "completed" if self.prefers == "completed" else "pending"


def find_tasks(targets: Targets, search: Search, situation: Situation) -> Steps[Found]:
    """Resolve `targets` in at most two turns. What is missing or unclear is in the result's `problems`."""
    found = Found()
    if not targets:
        found.problems.append(ask_which(search.verb, [], situation.now))
        return found
    lookups = {target: lookup(target, search, situation) for target in dict.fromkeys(targets)}
    uses = _distinct(lookups.values())
    outcomes = (yield uses) if uses else []
    answers = {_key(use): outcome for use, outcome in zip(uses, outcomes, strict=True)}
    for listing in uses:
        if listing.name == "list_tasks" and any(isinstance(target, Matching) for target in targets):
            answers[_key(listing)] = yield from whole_list(listing, answers[_key(listing)])
    unresolved: list[Words] = []
    for target, use in lookups.items():
        answer = answers[_key(use)] if use else Outcome()
        if answer.error:
            found.problems.append(answer.error)
        elif isinstance(target, Words):
            if not _take_words(target, answer, search, situation, found):
                unresolved.append(target)
        else:
            take(target, answer, search, situation, found)
    if unresolved:
        everything = yield from everything_listed()
        for words in unresolved:
            _take_parts(words, everything, search, situation, found)
    found.numbers = list(dict.fromkeys(found.numbers))
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _key(use: ToolUse) -> str:
    return f"{use.name} {sorted(use.arguments.items(), key=str)}"


def _distinct(uses: Iterable[ToolUse | None]) -> list[ToolUse]:
    return list({_key(use): use for use in uses if use}.values())


def lookup(target: Reference, search: Search, situation: Situation) -> ToolUse | None:
    """The call that tells what `target` is; None where no call is needed."""
    match target:
        case Words(text=text):
            return search_tasks(text)
        case Matching(filter=wanted):
            return list_tasks(wanted)
        case Newest():
            return list_tasks(Filter(status="all"))
        case Position(of_shown=True) if len(situation.shown) > 1:
            return None
        case Position() if search.listing in situation.listed:
            return None
        case Position():
            return list_tasks(Filter(status=search.listing))
        case Mentioned(several=False) if len(situation.mentioned) > 1:
            return list_tasks(Filter(status="all"))
    return None


def take(target: Reference, answer: Outcome, search: Search, situation: Situation, found: Found) -> None:
    """Take what `answer` says that `target` is, which is none of `Words`."""
    match target:
        case Numbers(numbers=numbers):
            found.numbers += numbers
        case Matching(filter=wanted):
            found.take(within(answer.tasks, wanted, situation.now))
            if not found.numbers:
                found.problems.append("There are no such tasks.")
            elif answer.is_truncated:
                found.problems.append(
                    "There are more such tasks than I can see at once. Ask again for the others."
                )
        case Newest():
            newest = max(answer.tasks, key=lambda task: task.number, default=None)
            found.take([newest] if newest else [])
            if newest is None:
                found.problems.append("You have no tasks yet.")
        case Position(of_shown=True, indexes=indexes) if len(situation.shown) > 1:
            _take_places(indexes, situation.shown, found)
        case Position(indexes=indexes):
            listed = situation.listed.setdefault(search.listing, answer.tasks)
            found.known.update({task.number: task for task in listed})
            _take_places(indexes, [task.number for task in listed], found)
        case Mentioned():
            _take_mentioned(target.several, answer.tasks, search, situation, found)


def _take_places(indexes: tuple[int, ...], numbers: list[int], found: Found) -> None:
    chosen = [numbers[index] for index in indexes if -len(numbers) <= index < len(numbers)]
    found.numbers += chosen
    if not numbers:
        found.problems.append("There are no tasks on your list.")
    elif not chosen:
        found.problems.append(f"Your list has only {plural(len(numbers), 'task')}.")


def _take_mentioned(
    several: bool, tasks: list[Task], search: Search, situation: Situation, found: Found
) -> None:
    if not situation.mentioned:
        found.problems.append(
            f"I'm not sure which task you mean. {ask_which(search.verb, [], situation.now)}"
        )
    elif several or len(situation.mentioned) == 1:
        found.numbers += situation.mentioned
    else:
        candidates = [task for task in tasks if task.number in situation.mentioned]
        candidates = _preferred(candidates, search) or candidates
        if len(candidates) == 1:
            found.take(candidates)
        else:
            found.problems.append(ask_which(search.verb, candidates, situation.now))


def _take_words(words: Words, answer: Outcome, search: Search, situation: Situation, found: Found) -> bool:
    """Take what the search found, or ask which one; False if there is nothing."""
    candidates = tagged(words.text, answer.tasks) if words.several else []
    candidates = candidates or best_matches(words.text, answer.tasks) or answer.tasks
    return _take_candidates(words, candidates, search, situation, found)


def _take_candidates(
    words: Words, every: list[Task], search: Search, situation: Situation, found: Found
) -> bool:
    candidates = _preferred(every, search)
    if every and not candidates:
        state = "already done" if search.prefers == "pending" else "still open"
        found.problems.append(f"{name_words(every[0])} is {state}.")
        situation.speak_of([every[0].number])
        return True
    if len(candidates) > 1 and words.several:
        found.take(candidates)
    elif len(candidates) > 1:
        found.problems.append(ask_which(search.verb, candidates, situation.now, words.text))
    elif candidates:
        found.take(candidates)
    return bool(candidates)


def _preferred(tasks: list[Task], search: Search) -> list[Task]:
    """The tasks the request makes sense for. A change is meant for an open task if there is one, else for
    any."""
    if search.verb == "change":
        return [task for task in tasks if not task.completed] or tasks
    if search.prefers == "all":
        return tasks
    return [task for task in tasks if task.completed == (search.prefers == "completed")]


def _take_parts(
    words: Words, everything: Outcome, search: Search, situation: Situation, found: Found
) -> None:
    """Look through the whole list: for the words as one title, then for each part of "milk and eggs"."""
    whole = best_matches(words.text, everything.tasks)
    parts = [words.text] if whole else parts_of(words.text)
    for part in parts:
        named = replace(words, text=part)
        if _take_candidates(named, best_matches(part, everything.tasks), search, situation, found):
            continue
        near = nearest(part, _preferred(everything.tasks, search))
        if near:
            found.problems.append(ask_near(search.verb, near, situation.now, part))
        elif everything.is_truncated:
            found.problems.append(
                f"I couldn't find {quoted(part)}; your list is too long for me to see all of it. Its number"
                " would help."
            )
        else:
            found.problems.append(f"I couldn't find a task for {quoted(part)}.")


def everything_listed(*, details: bool = False) -> Steps[Outcome]:
    use = list_tasks(Filter(status="all"), details=details)
    [answer] = yield [use]
    return (yield from whole_list(use, answer))


def learn(found: Found) -> Steps[list[str]]:
    """Look up the tasks that are known by number only; returns what is wrong with the others."""
    missing = [number for number in found.numbers if number not in found.known]
    if not missing:
        return []
    outcome = yield from everything_listed(details=True)
    if outcome.error:
        return [outcome.error]
    found.known.update({task.number: task for task in outcome.tasks})
    gone = [number for number in missing if number not in found.known]
    if gone and outcome.is_truncated:
        numbers = joined([f"#{number}" for number in gone])
        return [f"I can't see {numbers}: your list is too long for me to look through."]
    return [f"There is no task #{number}." for number in gone]
