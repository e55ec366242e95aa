"""The work of the Task Manager: the tasks that a step lists, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chatbot.assistant.actions.steps import Steps, call_each, tasks_of
from chatbot.assistant.language.commands import Filter
from chatbot.assistant.language.context import days_in
from chatbot.assistant.tool_uses import add_task, call, list_tasks
from chatbot.assistant.wording import added_words, paragraphs, quoted, task_list

from .letters import Letter
from .tasks import dated, has_day, lines_of, read_line, task_lines

_MOST_TAGS = 10
QUESTION = "When is it? I set the dates of the tasks by that."
OPTIONS = ["In two weeks", "In a month", "No date yet"]


def make_tasks(letter: Letter) -> Steps[str]:
    own = letter.goal.parts or letter.goal.kind.parts
    lines = lines_of(letter.detail) or task_lines(letter.goal, own, letter.now)
    [known] = yield [list_tasks(Filter())]
    note = ""
    if letter.goal.needs_day and not any(has_day(line, letter.now) for line in lines):
        day, note = yield from _ask_for_day(letter)
        lines = dated(lines, day, letter.now) if day else lines
    wanted = [task for line in lines if (task := read_line(line, letter.now)).title]
    there = {_plain(task.title): task for task in known.tasks}
    new = [task for task in wanted if _plain(task.title) not in there]
    outcomes, failed = yield from call_each(
        add_task(replace(task, tags=task.tags[:_MOST_TAGS])) for task in new
    )
    old = [there[_plain(task.title)] for task in wanted if task not in new]
    said = paragraphs(
        added_words(tasks_of(outcomes), letter.now),
        *(["On your list already:", task_list(old, letter.now)] if old else []),
        *failed,
        note,
    )
    return said or "There was nothing to add."


def _ask_for_day(letter: Letter) -> Steps[tuple[date | None, str]]:
    [outcome] = yield [call("ask_user", question=QUESTION, options=OPTIONS)]
    answer = str(outcome.data.get("answer") or "")
    if outcome.error or not answer:
        return None, "I got no date, so the tasks have none."
    found = days_in(answer[:400], letter.now) or days_in(f"in {answer[:400]}", letter.now)
    if found and found.last:
        return max(found.last, letter.now.date()), ""
    is_none = answer.casefold().startswith("no")
    return None, "" if is_none else f"I could not read {quoted(answer)} as a date, so the tasks have none."


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
