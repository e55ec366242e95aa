"""The work of the Task Manager: add the tasks that a step lists, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chatbot.assistant.actions.steps import Steps, call_each, tasks_of
from chatbot.assistant.language.commands import Filter
from chatbot.assistant.language.context import days_in
from chatbot.assistant.tool_uses import add_task, call, list_tasks
from chatbot.assistant.wording import added_words, paragraphs, quoted, task_list

from .assignments import Assignment
from .tasks import dated, has_day, lines_of, read_line, task_lines

_MOST_TAGS = 10
QUESTION = "When is it? I set the dates of the tasks by that."
OPTIONS = ["In two weeks", "In a month", "No date yet"]


def make_tasks(assignment: Assignment) -> Steps[str]:
    own = assignment.goal.pieces
    lines = lines_of(assignment.detail) or task_lines(assignment.goal, own, assignment.now)
    [known] = yield [list_tasks(Filter())]
    note = ""
    if assignment.goal.needs_day and not any(has_day(line, assignment.now) for line in lines):
        day, note = yield from _ask_for_day(assignment)
        lines = dated(lines, day, assignment.now) if day else lines
    wanted = [task for line in lines if (task := read_line(line, assignment.now)).title]
    there = {_plain(task.title): task for task in known.tasks}
    new = [task for task in wanted if _plain(task.title) not in there]
    outcomes, failed = yield from call_each(
        add_task(replace(task, tags=task.tags[:_MOST_TAGS])) for task in new
    )
    old = [there[_plain(task.title)] for task in wanted if task not in new]
    said = paragraphs(
        added_words(tasks_of(outcomes), assignment.now),
        *(["On your list already:", task_list(old, assignment.now)] if old else []),
        *failed,
        note,
    )
    return said or "There was nothing to add."


def _ask_for_day(assignment: Assignment) -> Steps[tuple[date | None, str]]:
    [outcome] = yield [call("ask_user", question=QUESTION, options=OPTIONS)]
    answer = str(outcome.data.get("answer") or "")
    if outcome.error or not answer:
        return None, "I got no date, so the tasks have none."
    found = days_in(answer[:400], assignment.now) or days_in(f"in {answer[:400]}", assignment.now)
    if found and found.last:
        return max(found.last, assignment.now.date()), ""
    is_none = answer.casefold().startswith("no")
    return None, "" if is_none else f"I could not read {quoted(answer)} as a date, so the tasks have none."


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
