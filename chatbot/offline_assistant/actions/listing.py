"""Shows, counts and finds tasks, and describes single ones."""

from __future__ import annotations

import math
from datetime import datetime

from chatbot.formatting.sentences import marked, say, say_count
from chatbot.offline_assistant.language.commands import Details, Filter, Find, Show
from chatbot.offline_assistant.matching import best_matches
from chatbot.offline_assistant.outcomes import Outcome, Task
from chatbot.offline_assistant.tool_uses import list_tasks, search_tasks
from chatbot.offline_assistant.wording import (
    day_words,
    due_words,
    escaped,
    hours_words,
    paragraphs,
    period_words,
    place_words,
    quoted,
    task_list,
    task_words,
    tasks_words,
)

from .finding import find_tasks, look_up_or_drop
from .steps import Situation, Steps

_MOST_SUGGESTED = 3
_WHEN = {
    "today": marked("today"),
    "tomorrow": marked("tomorrow"),
    "this_week": marked("this week"),
    "next_week": marked("next week"),
    "overdue": marked("before now"),
    "no_date": marked("without a date"),
}


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
        more.append(say("I left out {words}, which I don't understand.", words=quoted(show.left_out)))
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
    words = {"tasks": tasks_words(count if tasks else 0, find.status), "words": quoted(find.query)}
    if not tasks:
        return say("I found {tasks} for {words}.", **words)
    found = say("I found {tasks} for {words}:", **words)
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
    tasks = tasks_words(count, wanted.status, priority=wanted.priority or "", tag=wanted.tag or "")
    if wanted.days and wanted.are_done_then:
        when = _done_words(wanted, now)
        tasks = tasks_words(count, priority=wanted.priority or "", tag=wanted.tag or "")
        return say("You finished {tasks} {when}", tasks=tasks, when=when)
    when = say(_WHEN[wanted.due]) if wanted.due else ""
    if wanted.days:
        when = _due_words(wanted, now)
    due = say_count(" due {when}", " due {when}", count, when=when) if when else ""
    if wanted.undated:
        due = say(" without a due date")
    place = f" {place_words(wanted.list)}" if wanted.list else ""
    return say("You have {tasks}{due}", tasks=tasks, due=f"{due}{place}")


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
    return say("since {when}", when=due_words(moment, now) if moment else day_words(first, now))


def _next_week(outcome: Outcome, show: Show, situation: Situation) -> str:
    """What is due next week. The tool returns this only on the last day of a week."""
    coming = outcome.next_week
    if coming is None:
        return ""
    heading = say("Next week: {tasks}", tasks=tasks_words(coming.count))
    if show.purpose == "count" or not coming.tasks:
        return f"{heading}."
    situation.speak_of([*situation.mentioned, *(task.number for task in coming.tasks)])
    more = coming.count - len(coming.tasks)
    return paragraphs(f"{heading}:", task_list(coming.tasks, situation.now, more=more))


def _suggest(tasks: list[Task], now: datetime) -> str:
    """Suggest what to do next: overdue tasks first, then by due date, and by priority where that is the
    same."""
    if not tasks:
        return say("You have no open tasks, so nothing is next.")
    ranks = {"high": 0, "medium": 1, "low": 2}

    def by_urgency(task: Task) -> tuple[float, int, int]:
        due = task.due_at.timestamp() if task.due_at else math.inf
        return due, ranks.get(task.priority, 1), task.number

    first, *others = sorted(tasks, key=by_urgency)
    after = (say("After that:"), task_list(others[: _MOST_SUGGESTED - 1], now)) if others else ()
    return paragraphs(say("Next is {task}.", task=task_words(first, now)), *after)


def _described(task: Task, now: datetime) -> str:
    lines = [escaped(line) for line in task.description.splitlines() if line.strip()]
    return "\n\n  ".join([f"- {task_words(task, now)}", *lines])
