"""The work of the Task Manager: add the tasks that a step lists, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chatbot.formatting.sentences import marked, say
from chatbot.offline_assistant.actions.steps import Steps, call_each, tasks_of
from chatbot.offline_assistant.language.commands import Filter
from chatbot.offline_assistant.language.context import Context
from chatbot.offline_assistant.language.quoting import Quotes
from chatbot.offline_assistant.tool_uses import add_task, call, list_tasks
from chatbot.offline_assistant.wording import added_words, paragraphs, quoted, task_list

from .assignments import ALREADY_THERE, Assignment
from .tasks import dated, has_day, lines_of, read_line, task_lines

_MOST_TAGS = 10
QUESTION = marked("When is it? I set the dates of the tasks by that.")
NO_DATE = marked("No date yet")
OPTIONS = [marked("In two weeks"), marked("In a month"), NO_DATE]


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
        *([say(ALREADY_THERE), task_list(old, assignment.now)] if old else []),
        *failed,
        note,
    )
    return said or say("There was nothing to add.")


def _ask_for_day(assignment: Assignment) -> Steps[tuple[date | None, str]]:
    [outcome] = yield [call("ask_user", question=say(QUESTION), options=list(map(say, OPTIONS)))]
    answer = str(outcome.data.get("answer") or "")
    if outcome.error or not answer:
        return None, say("I got no date, so the tasks have none.")
    context = Context(assignment.now, Quotes(), assignment.goal.language)
    found = context.days_in(answer[:400]) or context.days_in(f"in {answer[:400]}")
    if found and found.last:
        return max(found.last, assignment.now.date()), ""
    if answer.casefold().startswith(("no", "kein", say(NO_DATE).casefold())):
        return None, ""
    return None, say("I could not read {answer} as a date, so the tasks have none.", answer=quoted(answer))


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
