"""Marks tasks as done or open again."""

from __future__ import annotations

from chatbot.assistant.language.commands import Complete, CompleteAll
from chatbot.assistant.outcomes import Task
from chatbot.assistant.tool_uses import (
    complete_all_tasks,
    complete_task,
    complete_these_tasks,
    reopen_tasks,
)
from chatbot.assistant.wording import escaped, joined, name_words, plural

from .deleting import left
from .excluding import find_without
from .finding import Found, Search
from .steps import AT_ONCE, Situation, Steps, call_each, report


def complete_tasks(complete: Complete, situation: Situation) -> Steps[str]:
    search = Search("mark as done", "pending") if complete.completed else Search("reopen", "completed")
    found = yield from find_without(complete.targets, complete.excluded, search, situation)
    if len(found.numbers) > AT_ONCE:
        return (yield from _complete_many(complete, found))
    outcomes = yield from call_each(complete_task(number, complete.completed) for number in found.numbers)
    changed = [outcome.task for outcome in outcomes if outcome.task and outcome.data.get("changed", True)]
    same = [outcome.task for outcome in outcomes if outcome.task and not outcome.data.get("changed", True)]
    situation.speak_of(task.number for task in changed + same)

    def say(tasks: list[Task]) -> str:
        names = joined([name_words(task) for task in tasks])
        return f"Marked {names} as done." if complete.completed else f"Reopened {names}."

    parts = [report(changed, outcomes, say, len(found.numbers))]
    state = "done" if complete.completed else "open"
    parts += [f"{name_words(task)} was already {state}." for task in same]
    return "\n\n".join(part for part in [*parts, *found.problems] if part)


def _complete_many(complete: Complete, found: Found) -> Steps[str]:
    use = complete_these_tasks(found.numbers) if complete.completed else reopen_tasks(found.numbers)
    [outcome] = yield [use]
    asked = len(found.numbers)
    if outcome.error:
        return outcome.error
    if outcome.declined:
        return "\n\n".join([left(outcome.declined, f"your {asked} tasks as they are"), *found.problems])
    verb, state = ("Marked", " as done") if complete.completed else ("Reopened", "")
    same = asked - outcome.count
    notes = [f"{same} of these {asked} were so already, or left out."] if same else []
    return "\n\n".join([f"{verb} {plural(outcome.count, 'task')}{state}.", *notes, *found.problems])


def complete_all(complete: CompleteAll, situation: Situation) -> Steps[str]:
    [outcome] = yield [complete_all_tasks(complete.tag, complete.priority)]
    if outcome.error:
        return outcome.error
    if outcome.declined:
        return left(outcome.declined, "your tasks as they are")
    priority = f"{complete.priority}-priority " if complete.priority else ""
    tag = f" tagged {escaped('#' + complete.tag)}" if complete.tag else ""
    if not outcome.count:
        return f"There were no open {priority}tasks{tag} to mark as done."
    return f"Marked {plural(outcome.count, f'{priority}task')}{tag} as done."
