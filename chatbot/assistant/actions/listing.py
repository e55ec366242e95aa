"""Shows, counts and finds tasks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime

from chatbot.assistant.language.commands import Filter, Find, Show
from chatbot.assistant.matching import best_matches
from chatbot.assistant.outcomes import Outcome, Task
from chatbot.assistant.tool_uses import list_tasks, search_tasks
from chatbot.assistant.wording import escaped, period_words, plural, quoted, task_list, task_words

from .steps import Situation, Steps

_MOST_SUGGESTED = 3


def show_tasks(show: Show, situation: Situation) -> Steps[str]:
    [outcome] = yield [list_tasks(show.filter)]
    if outcome.error:
        return outcome.error
    tasks = within(outcome.tasks, show.filter, situation.now)
    is_narrowed = bool(show.filter.days or show.filter.undated)
    count = len(tasks) if is_narrowed else outcome.count
    situation.speak_of(task.number for task in tasks)
    if show.purpose == "next":
        return _suggest(tasks, situation.now)
    next_week = _next_week(outcome, show, situation)
    if show.purpose == "count" or not tasks:
        return "\n\n".join([_counted(count, show.filter, situation.now), *next_week])
    heading = _counted(count, show.filter, situation.now).removesuffix(".")
    notes = [_HIDDEN] if is_narrowed and outcome.is_truncated else []
    notes += next_week
    if show.ignores_days:
        notes.append("I can't see when a task was finished, so these are all of them.")
    body = f"{heading}:\n\n{task_list(tasks, situation.now, more=max(count - len(tasks), 0))}"
    return "\n\n".join([body, *notes])


_HIDDEN = "Your list is longer than what I can look through at once, so there may be more."


def find_by_words(find: Find, situation: Situation) -> Steps[str]:
    [outcome] = yield [search_tasks(find.query, find.status)]
    tasks, count = outcome.tasks, outcome.count
    if not tasks and not outcome.error:
        [outcome] = yield [list_tasks(Filter(status=find.status))]
        tasks = best_matches(find.query, outcome.tasks)
        count = len(tasks)
    if outcome.error:
        return outcome.error
    situation.speak_of(task.number for task in tasks)
    kind = {"pending": "open ", "completed": "completed "}.get(find.status, "")
    if not tasks:
        return f"I found no {kind}tasks for {quoted(find.query)}."
    listed = task_list(tasks, situation.now, more=max(count - len(tasks), 0))
    return f"I found {plural(count, f'{kind}task')} for {quoted(find.query)}:\n\n{listed}"


def within(tasks: Iterable[Task], wanted: Filter, now: datetime) -> list[Task]:
    """The tasks on the filter's days or without any, which the tools can't ask for; else all of them."""
    if wanted.undated:
        return [task for task in tasks if task.due_at is None]
    if wanted.days is None:
        return list(tasks)
    first, last = wanted.days
    dated = [(task, task.due_at.astimezone(now.tzinfo).date()) for task in tasks if task.due_at]
    return [task for task, day in dated if (first is None or first <= day) and (last is None or day <= last)]


def _counted(count: int, wanted: Filter, now: datetime) -> str:
    """ "You have 3 open high-priority tasks tagged #home due today." """
    state = {"pending": "open ", "completed": "completed ", "overdue": "overdue ", "all": ""}[wanted.status]
    priority = f"{wanted.priority}-priority " if wanted.priority else ""
    tag = f" tagged {escaped('#' + wanted.tag)}" if wanted.tag else ""
    due = f" due {wanted.due.replace('_', ' ')}" if wanted.due else ""
    if wanted.days:
        due = f" due {period_words(wanted.days, now)}"
    if wanted.undated:
        due = " without a due date"
    return f"You have {plural(count, f'{state}{priority}task')}{tag}{due}."


def _next_week(outcome: Outcome, show: Show, situation: Situation) -> list[str]:
    """What the list of this week says of the next, which it does on the last day."""
    coming = outcome.next_week
    if coming is None:
        return []
    heading = f"Next week: {plural(coming.count, 'task')}"
    if show.purpose == "count" or not coming.tasks:
        return [f"{heading}."]
    situation.speak_of([*situation.mentioned, *(task.number for task in coming.tasks)])
    listed = task_list(coming.tasks, situation.now, more=coming.count - len(coming.tasks))
    return [f"{heading}:\n\n{listed}"]


def _suggest(tasks: list[Task], now: datetime) -> str:
    """What to do next: what is overdue or due soonest, important things first where the due date is the
    same."""
    if not tasks:
        return "You have no open tasks, so nothing is next."
    ranks = {"high": 0, "medium": 1, "low": 2}

    def by_urgency(task: Task) -> tuple[float, int, int]:
        due = task.due_at.timestamp() if task.due_at else math.inf
        return due, ranks.get(task.priority, 1), task.number

    first, *others = sorted(tasks, key=by_urgency)
    text = f"Next is {task_words(first, now)}."
    return f"{text}\n\nAfter that:\n\n{task_list(others[: _MOST_SUGGESTED - 1], now)}" if others else text
