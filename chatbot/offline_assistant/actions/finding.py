"""Finds out which tasks a request is about; targets without numbers are looked up with the tools."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.commands import (
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
from chatbot.offline_assistant.language.references import parts_of
from chatbot.offline_assistant.matching import best_matches, nearest, tagged
from chatbot.offline_assistant.outcomes import Outcome, Task
from chatbot.offline_assistant.questions import Verb, ask_near, ask_which
from chatbot.offline_assistant.tool_uses import ToolUse, call, list_tasks, search_tasks
from chatbot.offline_assistant.wording import joined, name_words, quoted, tasks_words

from .steps import Situation, Steps, whole_list


@dataclass
class Found:
    """The tasks that a request is about, by number. `known` has those that were looked up, `problems` what
    prevented finding one."""

    verb: Verb
    situation: Situation
    numbers: list[int] = field(default_factory=list)
    known: dict[int, Task] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def counted(self) -> Status:
        """The list in which "the first" and "the last" are counted."""
        return "completed" if self.verb == "reopen" else "pending"

    @property
    def tasks(self) -> list[Task]:
        return [self.known.get(number, Task(number, "")) for number in self.numbers]

    @property
    def unknown(self) -> list[int]:
        return [number for number in self.numbers if number not in self.known]

    @property
    def missing(self) -> list[str]:
        """Sentences about the tasks that do not exist; call it once all have been looked up."""
        return [say("There is no task #{number}.", number=number) for number in self.unknown]

    def know(self, tasks: Iterable[Task]) -> None:
        self.known |= {task.number: task for task in tasks}

    def take(self, tasks: Collection[Task]) -> None:
        self.know(tasks)
        self.numbers += [task.number for task in tasks]

    def take_one_of(self, candidates: list[Task], words: str = "") -> None:
        """Take the only candidate, or ask which one is meant."""
        if len(candidates) == 1:
            self.take(candidates)
        else:
            self.problems.append(ask_which(self.verb, candidates, self.situation.now, words))

    def leave_out_unknown(self) -> None:
        self.numbers = [number for number in self.numbers if number in self.known]


def preferred(verb: Verb, tasks: list[Task]) -> list[Task]:
    """The tasks that the request can apply to. A change applies to open tasks, if there are any."""
    is_open = [task for task in tasks if not task.completed]
    match verb:
        case "mark as done":
            return is_open
        case "reopen":
            return [task for task in tasks if task.completed]
        case "change":
            return is_open or tasks
    return tasks


def find_tasks(targets: Targets, verb: Verb, situation: Situation) -> Steps[Found]:
    """Resolve `targets` in at most two turns. What is missing or unclear is in the result's `problems`."""
    found = Found(verb, situation)
    if not targets:
        found.take_one_of([])
    unresolved: list[Words] = []
    for target, answer in (yield from look_up(targets, found)).items():
        if answer.error:
            found.problems.append(answer.error)
        elif not isinstance(target, Words):
            take(target, answer, found)
        elif not _take_words(target, answer, found):
            unresolved.append(target)
    if unresolved:
        everything = yield from everything_listed()
        for words in unresolved:
            _take_parts(words, everything, found)
    found.numbers = list(dict.fromkeys(found.numbers))
    found.problems = list(dict.fromkeys(found.problems))
    return found


def find_parent(parent: Targets, situation: Situation) -> Steps[Found]:
    """The one task of which others are to be subtasks, or beside which they are put; no number for ()."""
    if not parent:
        return Found("change", situation)
    found = yield from find_tasks(parent, "change", situation)
    if len(found.numbers) > 1:
        found.take_one_of(found.tasks)
    return found


def look_up(targets: Targets, found: Found) -> Steps[dict[Reference, Outcome]]:
    """Look up each target in one turn, plus one turn for each further page of a list that is needed as a
    whole."""
    uses = {target: _use_for(target, found) for target in dict.fromkeys(targets)}
    calls: list[ToolUse] = []
    for use in uses.values():
        if use and use not in calls:
            calls.append(use)
    answers = [*(yield calls)] if calls else []
    whole = [use for target, use in uses.items() if isinstance(target, Matching | Position)]
    for place, use in enumerate(calls):
        if use in whole:
            answers[place] = yield from whole_list(use, answers[place])
    return {target: answers[calls.index(use)] if use else Outcome() for target, use in uses.items()}


def _use_for(target: Reference, found: Found) -> ToolUse | None:
    """The tool call that looks up `target`; None if none is needed."""
    situation = found.situation
    match target:
        case Words(text=text):
            return search_tasks(text)
        case Matching(filter=wanted):
            return list_tasks(wanted)
        case Position(of_shown=True) if len(situation.shown) > 1:
            return None
        case Position() if found.counted not in situation.listed:
            return list_tasks(Filter(status=found.counted))
        case Mentioned(several=False) if len(situation.mentioned) > 1:
            return call("list_tasks", numbers=situation.mentioned)
        case Newest():
            return call("list_tasks", status="all", sort="newest", limit=1)
    return None


def take(target: Reference, answer: Outcome, found: Found) -> None:
    """Add the tasks of `target` from `answer`. `target` is not `Words`."""
    match target:
        case Numbers(numbers=numbers):
            found.numbers += numbers
        case Matching():
            found.take(answer.tasks)
            if not found.numbers:
                found.problems.append(say("There are no such tasks."))
            elif answer.is_truncated:
                found.problems.append(
                    say("There are more such tasks than I can see at once. Ask again for the others.")
                )
        case Newest():
            found.take(answer.tasks[:1])
            if not answer.tasks:
                found.problems.append(say("You have no tasks yet."))
        case Position():
            _take_places(target, answer, found)
        case Mentioned(several=several):
            _take_mentioned(several, answer.tasks, found)


def _take_places(position: Position, answer: Outcome, found: Found) -> None:
    numbers = found.situation.shown
    if not position.of_shown or len(numbers) < 2:
        listed = found.situation.listed.setdefault(found.counted, answer)
        found.know(listed.tasks)
        numbers = [task.number for task in listed.tasks]
        if listed.is_truncated and min(position.indexes) < 0:
            found.problems.append(say("Your list is too long for me to see its end."))
            return
    chosen = [numbers[index] for index in position.indexes if -len(numbers) <= index < len(numbers)]
    found.numbers += chosen
    if not numbers:
        found.problems.append(say("There are no tasks on your list."))
    elif not chosen:
        found.problems.append(say("Your list has only {tasks}.", tasks=tasks_words(len(numbers))))


def _take_mentioned(several: bool, tasks: list[Task], found: Found) -> None:
    mentioned = found.situation.mentioned
    if not mentioned:
        asked = ask_which(found.verb, [], found.situation.now)
        found.problems.append(f"{say("I'm not sure which task you mean.")} {asked}")
    elif several or len(mentioned) == 1:
        found.numbers += mentioned
    else:
        found.take_one_of(preferred(found.verb, tasks) or tasks)


def _take_words(words: Words, answer: Outcome, found: Found) -> bool:
    """Take what the search found, or ask which one is meant; False if it found nothing."""
    candidates = tagged(words.text, answer.tasks) if words.several else []
    return _take_candidates(
        words, candidates or best_matches(words.text, answer.tasks) or answer.tasks, found
    )


def _take_candidates(words: Words, every: list[Task], found: Found) -> bool:
    candidates = preferred(found.verb, every)
    if every and not candidates:
        name = name_words(every[0])
        is_open = found.verb == "reopen"
        found.problems.append(
            say("{task} is still open.", task=name) if is_open else say("{task} is already done.", task=name)
        )
        found.situation.speak_of([every[0].number])
    elif words.several:
        found.take(candidates)
    elif candidates:
        found.take_one_of(candidates, words.text)
    return bool(every)


def _take_parts(words: Words, everything: Outcome, found: Found) -> None:
    """Search the whole list: for the words as one title, then for each part of "milk and eggs"."""
    whole = best_matches(words.text, everything.tasks)
    for part in [words.text] if whole else parts_of(words.text):
        named = replace(words, text=part)
        if _take_candidates(named, best_matches(part, everything.tasks), found):
            continue
        if near := nearest(part, preferred(found.verb, everything.tasks)):
            found.problems.append(ask_near(found.verb, near, found.situation.now, part))
        elif everything.is_truncated:
            found.problems.append(
                say(
                    "I couldn't find {words}; your list is too long for me to see all of it. "
                    "Its number would help.",
                    words=quoted(part),
                )
            )
        else:
            found.problems.append(not_found(part))


def not_found(words: str) -> str:
    return say("I couldn't find a task for {words}.", words=quoted(words))


def everything_listed() -> Steps[Outcome]:
    use = list_tasks(Filter(status="all"))
    [answer] = yield [use]
    return (yield from whole_list(use, answer))


def look_up_unknown(found: Found, *, details: bool = False) -> Steps[str]:
    """Look up the tasks that are known by number only; those that do not exist are removed.

    `details`: look up all of them, for their descriptions. Returns an error for the person if some could not
    be looked up; these may exist.
    """
    if details:
        found.known.clear()  # the tasks listed so far have no descriptions
    if not found.unknown:
        return ""
    use = call("list_tasks", numbers=found.unknown, details=details)
    [answer] = yield [use]
    listed = yield from whole_list(use, answer)
    found.know(listed.tasks)
    if listed.error:
        return listed.error
    if found.unknown and listed.is_truncated:
        numbers = joined([f"#{number}" for number in found.unknown])
        return say("I can't see {numbers}: that is too much for me to look through.", numbers=numbers)
    found.problems += found.missing
    found.leave_out_unknown()
    return ""


def look_up_or_drop(found: Found, *, details: bool = False) -> Steps[None]:
    """Like `look_up_unknown`, and remove the tasks that could not be looked up."""
    if unseen := (yield from look_up_unknown(found, details=details)):
        found.problems.append(unseen)
        found.leave_out_unknown()
