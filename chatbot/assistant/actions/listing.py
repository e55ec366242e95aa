"""Shows, counts and finds tasks, and describes single ones."""

from __future__ import annotations

import math
from datetime import datetime

from chatbot.assistant.language.commands import Details, Filter, Find, Show
from chatbot.assistant.matching import best_matches
from chatbot.assistant.outcomes import Outcome, Task
from chatbot.assistant.tool_uses import list_tasks, search_tasks
from chatbot.assistant.wording import (
    day_words,
    due_words,
    escaped,
    hashtags,
    hours_words,
    paragraphs,
    period_words,
    plural,
    quoted,
    state_words,
    task_list,
    task_words,
)

from .finding import find_tasks, look_up_or_drop
from .steps import Situation, Steps

_MOST_SUGGESTED = 3


def show_tasks(show: Show, situation: Situation) -> Steps[str]:
    [outcome] = yield [list_tasks(show.filter)]
    if outcome.error:
        return outcome.error
    tasks, count = outcome.tasks, outcome.count
    situation.speak_of(task.number for task in tasks)
    if show.purpose == "next":
        return _suggest(tasks, situation.now)
    counted = _counted(count, show.filter, situation.now)
    more = [_next_week(outcome, show, situation)]
    if show.left_out:
        more.append(f"I left out {quoted(show.left_out)}, which I don't understand.")
    if show.purpose == "count" or not tasks:
        return paragraphs(f"{counted}.", *more)
    return paragraphs(
        f"{counted}:",
        task_list(tasks, situation.now, more=count - len(tasks)),
        *more,
    )


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
    kind = state_words(find.status)
    if not tasks:
        return f"I found no {kind}tasks for {quoted(find.query)}."
    found = f"I found {plural(count, f'{kind}task')} for {quoted(find.query)}:"
    return paragraphs(found, task_list(tasks, situation.now, more=count - len(tasks)))


def show_details(details: Details, situation: Situation) -> Steps[str]:
    """Describe tasks with their descriptions. There is no tool for one task, so they are taken from the
    list."""
    found = yield from find_tasks(details.targets, "show", situation)
    yield from look_up_or_drop(found, details=True)
    situation.speak_of(found.numbers)
    return paragraphs(*(_described(task, situation.now) for task in found.tasks), *found.problems)


def _counted(count: int, wanted: Filter, now: datetime) -> str:
    """ "You have 3 open high-priority tasks tagged #home due today" """
    priority = f"{wanted.priority}-priority " if wanted.priority else ""
    tag = f" tagged {hashtags([wanted.tag])}" if wanted.tag else ""
    if wanted.days and wanted.are_done_then:
        return f"You finished {plural(count, f'{priority}task')}{tag} {_done_words(wanted, now)}"
    due = f" due {wanted.due.replace('_', ' ')}" if wanted.due else ""
    if wanted.days:
        due = f" due {_due_words(wanted, now)}"
    if wanted.undated:
        due = " without a due date"
    return f"You have {plural(count, f'{state_words(wanted.status)}{priority}task')}{tag}{due}"


def _due_words(wanted: Filter, now: datetime) -> str:
    if wanted.hours:
        return hours_words(wanted.hours, now)
    return period_words(wanted.days or (None, None), now)


def _done_words(wanted: Filter, now: datetime) -> str:
    """ "this week", "since Mon 16 Nov", "since today at 9:00"."""
    first, last = wanted.days or (None, None)
    if first is None or last:
        return _due_words(wanted, now)
    moment = wanted.hours and wanted.hours.first
    return f"since {due_words(moment, now) if moment else day_words(first, now)}"


def _next_week(outcome: Outcome, show: Show, situation: Situation) -> str:
    """What is due next week. The tool returns this only on the last day of a week."""
    coming = outcome.next_week
    if coming is None:
        return ""
    heading = f"Next week: {plural(coming.count, 'task')}"
    if show.purpose == "count" or not coming.tasks:
        return f"{heading}."
    situation.speak_of([*situation.mentioned, *(task.number for task in coming.tasks)])
    more = coming.count - len(coming.tasks)
    return paragraphs(f"{heading}:", task_list(coming.tasks, situation.now, more=more))


def _suggest(tasks: list[Task], now: datetime) -> str:
    """Suggest what to do next: overdue tasks first, then by due date, and by priority where that is the
    same."""
    if not tasks:
        return "You have no open tasks, so nothing is next."
    ranks = {"high": 0, "medium": 1, "low": 2}

    def by_urgency(task: Task) -> tuple[float, int, int]:
        due = task.due_at.timestamp() if task.due_at else math.inf
        return due, ranks.get(task.priority, 1), task.number

    first, *others = sorted(tasks, key=by_urgency)
    after = ("After that:", task_list(others[: _MOST_SUGGESTED - 1], now)) if others else ()
    return paragraphs(f"Next is {task_words(first, now)}.", *after)


def _described(task: Task, now: datetime) -> str:
    lines = [escaped(line) for line in task.description.splitlines() if line.strip()]
    return "\n\n  ".join([f"- {task_words(task, now)}", *lines])
