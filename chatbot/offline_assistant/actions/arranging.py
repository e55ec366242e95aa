"""Puts tasks in the person's own order."""

from __future__ import annotations

from chatbot.formatting.sentences import marked, say
from chatbot.offline_assistant.language.commands import Put
from chatbot.offline_assistant.tool_uses import call
from chatbot.offline_assistant.wording import names_of, paragraphs

from .finding import find_parent, find_tasks
from .steps import Situation, Steps, call_each, tasks_of

_PUT = {
    "before": marked("Moved {tasks} above {other} in your own order."),
    "after": marked("Moved {tasks} below {other} in your own order."),
    "top": marked("Moved {tasks} to the top of your own order."),
    "bottom": marked("Moved {tasks} to the bottom of your own order."),
}


def put_tasks(put: Put, situation: Situation) -> Steps[str]:
    found = yield from find_tasks(put.targets, "change", situation)
    beside = yield from find_parent(put.other, situation)
    if beside.problems or not found.numbers:
        return paragraphs(*found.problems, *beside.problems)
    where: dict[str, object] = {put.place: beside.numbers[0]} if beside.numbers else {"to": put.place}
    # Each comes between the ones before it and their place.
    numbers = found.numbers if put.place in ("before", "bottom") else found.numbers[::-1]
    outcomes, failed = yield from call_each(call("move_task", number=number, **where) for number in numbers)
    moved = tasks_of(outcomes)
    if put.place in ("after", "top"):
        moved.reverse()
    situation.speak_of(task.number for task in moved)
    other = names_of(beside.tasks)
    said = say(_PUT[put.place], tasks=names_of(moved), other=other) if moved else ""
    return paragraphs(said, *failed, *found.problems)
