"""The work of the Task Manager: the tasks that a step lists, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chatbot.assistant.actions.steps import Steps, call_each, spoken_tasks
from chatbot.assistant.language.commands import Filter, NewTask
from chatbot.assistant.language.context import days_in
from chatbot.assistant.outcomes import Task
from chatbot.assistant.tool_uses import add_task, ask_user, list_tasks
from chatbot.assistant.wording import plural, quoted, task_list, task_words

from .assignment import Assignment
from .tasks import dated, has_day, lines_of, read_line, task_lines

QUESTION = "When is it? I set the dates of the tasks by that."
OPTIONS = ("In two weeks", "In a month", "No date yet")


def make_tasks(given: Assignment) -> Steps[str]:
    own = given.goal.parts or given.goal.kind.parts
    lines = lines_of(given.letter.detail) or task_lines(given.goal, own, given.now)
    [known] = yield [list_tasks(Filter())]
    note = ""
    if given.goal.needs_day and not any(has_day(line, given.now) for line in lines):
        day, note = yield from _ask_for_day(given)
        lines = dated(lines, day, given.now) if day else lines
    wanted = [task for task in (read_line(line, given.now) for line in lines) if task.title]
    there = {_plain(task.title): task for task in known.tasks}
    new = [task for task in wanted if _plain(task.title) not in there]
    outcomes = yield from call_each(add_task(_fit(task)) for task in new)
    added = spoken_tasks(outcomes)
    parts = [_told(added, given)] if added else []
    if len(new) < len(wanted):
        old = [there[_plain(task.title)] for task in wanted if _plain(task.title) in there]
        parts.append(f"On your list already:\n\n{task_list(old, given.now)}")
    parts += dict.fromkeys(outcome.error for outcome in outcomes if outcome.error)
    return "\n\n".join([*parts, note] if note else parts) or "There was nothing to add."


def _ask_for_day(given: Assignment) -> Steps[tuple[date | None, str]]:
    [outcome] = yield [ask_user(QUESTION, OPTIONS)]
    answer = str(outcome.data.get("answer") or "")
    if outcome.error or not answer:
        return None, "I got no date, so the tasks have none."
    found = days_in(answer[:400], given.now) or days_in(f"in {answer[:400]}", given.now)
    if found is None or found.last is None:
        is_none = answer.casefold().startswith("no")
        return (
            None,
            "" if is_none else f"I could not read {quoted(answer)} as a date, so the tasks have none.",
        )
    return max(found.last, given.now.date()), ""


def _told(added: list[Task], given: Assignment) -> str:
    if len(added) == 1:
        return f"Added {task_words(added[0], given.now)}."
    return f"Added {plural(len(added), 'task')}:\n\n{task_list(added, given.now)}"


def _fit(task: NewTask) -> NewTask:
    return replace(task, tags=task.tags[:10])


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
