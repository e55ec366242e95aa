"""Marks tasks as done or open again."""

from __future__ import annotations

from chatbot.agent.offline.language.commands import Complete, CompleteAll
from chatbot.agent.offline.outcomes import Task
from chatbot.agent.offline.tool_uses import complete_all_tasks, complete_task
from chatbot.agent.offline.wording import escaped, joined, name_words, plural

from .excluding import find_without
from .finding import Search
from .steps import Situation, Steps, call_each, report


def complete_tasks(complete: Complete, situation: Situation) -> Steps[str]:
    search = Search("mark as done", "pending") if complete.completed else Search("reopen", "completed")
    found = yield from find_without(complete.targets, complete.excluded, search, situation)
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


def complete_all(complete: CompleteAll, situation: Situation) -> Steps[str]:
    [outcome] = yield [complete_all_tasks(complete.tag, complete.priority)]
    if outcome.error:
        return outcome.error
    priority = f"{complete.priority}-priority " if complete.priority else ""
    tag = f" tagged {escaped('#' + complete.tag)}" if complete.tag else ""
    if not outcome.count:
        return f"There were no open {priority}tasks{tag} to mark as done."
    return f"Marked {plural(outcome.count, f'{priority}task')}{tag} as done."
