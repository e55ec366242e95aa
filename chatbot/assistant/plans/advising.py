"""The work of the Business Advisor: what to do first, and what may fail."""

from __future__ import annotations

from chatbot.assistant.actions.steps import Steps
from chatbot.assistant.language.commands import Filter
from chatbot.assistant.tool_uses import list_tasks
from chatbot.assistant.wording import escaped, joined, names_of, paragraphs, plural

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
        lines.append(f"Clear away what is overdue first: {names_of(overdue.tasks[:_MOST_NAMED])}.")
    late = {task.number for task in overdue.tasks}
    high = [task for task in urgent.tasks if task.number not in late]
    if high:
        lines.append(f"Mind what is urgent: {names_of(high[:_MOST_NAMED])}.")
    parts = assignment.goal.pieces
    if assignment.goal.is_looking:
        lines = lines or ["Nothing is overdue or urgent: take what is due next, and give the rest a date."]
    else:
        first = joined([escaped(part) for part in parts[:2]])
        lines.append(f"Of the goal, begin with {first}, and continue in the order in which it was written.")
        lines.append(_risk(assignment, len(parts)))
    return paragraphs(*lines, "This is a rule of thumb, not a judgement: I follow rules.")


def _risk(assignment: Assignment, count: int) -> str:
    if assignment.goal.day is None:
        return "The risk is that there is no date: what has none is put off."
    days = (assignment.goal.day - assignment.now.date()).days
    load = f"{plural(count, 'task')} in {plural(days, 'day')}"
    if days < _HURRY:
        return f"The risk is time: {load}."
    return f"There is time: {load}. Begin early with what needs other people."
