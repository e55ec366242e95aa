"""The work of the Business Advisor: what to do first, and what may fail."""

from __future__ import annotations

from chatbot.formatting.sentences import say, say_count
from chatbot.offline_assistant.actions.steps import Steps
from chatbot.offline_assistant.language.commands import Filter
from chatbot.offline_assistant.tool_uses import list_tasks
from chatbot.offline_assistant.wording import escaped, joined, names_of, paragraphs, tasks_words

from .assignments import Assignment

_MOST_NAMED = 3
_HURRY = 14  # days


def advise(assignment: Assignment) -> Steps[str]:
    overdue, urgent = yield [
        list_tasks(Filter(status="overdue")),
        list_tasks(Filter(status="pending", priority="high")),
    ]
    lines = []
    if overdue.tasks:
        lines.append(
            say("Clear away what is overdue first: {tasks}.", tasks=names_of(overdue.tasks[:_MOST_NAMED]))
        )
    late = {task.number for task in overdue.tasks}
    high = [task for task in urgent.tasks if task.number not in late]
    if high:
        lines.append(say("Mind what is urgent: {tasks}.", tasks=names_of(high[:_MOST_NAMED])))
    parts = assignment.goal.pieces
    if assignment.goal.is_looking:
        lines = lines or [
            say("Nothing is overdue or urgent: take what is due next, and give the rest a date.")
        ]
    else:
        first = joined([escaped(part) for part in parts[:2]])
        lines.append(
            say(
                "Of the goal, begin with {parts}, and continue in the order in which it was written.",
                parts=first,
            )
        )
        lines.append(_risk(assignment, len(parts)))
    return paragraphs(*lines, say("This is a rule of thumb, not a judgement: I follow rules."))


def _risk(assignment: Assignment, count: int) -> str:
    if assignment.goal.day is None:
        return say("The risk is that there is no date: what has none is put off.")
    days = (assignment.goal.day - assignment.now.date()).days
    load = {"tasks": tasks_words(count), "days": say_count("{count} day", "{count} days", days)}
    if days < _HURRY:
        return say("The risk is time: {tasks} in {days}.", **load)
    return say("There is time: {tasks} in {days}. Begin early with what needs other people.", **load)
