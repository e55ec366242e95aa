"""Formats tasks, dates and numbers for replies. Replies are Markdown, so titles are escaped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import date, datetime

from chatbot.formatting import (
    absolute_day,
    notice,
    relative_due,
    relative_hours,
    relative_period,
    repetition,
    too_late,
)
from chatbot.formatting.request_dates import current_date_settings
from chatbot.formatting.sentences import marked, marked_count, say, say_count
from chatbot.offline_assistant.reports import ADDED, ADDED_ALL
from chatbot.reading import MORNING, Hours

from .language.commands import INBOX, Status
from .outcomes import Task

MOST_LINES = 30
# Whole phrases: adjectives agree with their nouns.
_TASKS: dict[Status, tuple[str, str]] = {
    "all": marked_count("{count} {priority}task{tag}", "{count} {priority}tasks{tag}"),
    "pending": marked_count("{count} open {priority}task{tag}", "{count} open {priority}tasks{tag}"),
    "completed": marked_count(
        "{count} completed {priority}task{tag}", "{count} completed {priority}tasks{tag}"
    ),
    "overdue": marked_count("{count} overdue {priority}task{tag}", "{count} overdue {priority}tasks{tag}"),
}
_NO_TASKS: dict[Status, str] = {
    "all": marked("no {priority}tasks{tag}"),
    "pending": marked("no open {priority}tasks{tag}"),
    "completed": marked("no completed {priority}tasks{tag}"),
    "overdue": marked("no overdue {priority}tasks{tag}"),
}
_BEFORE_TASKS = {
    "high": marked("high-priority "),
    "medium": marked("medium-priority "),
    "low": marked("low-priority "),
}
_SPECIAL = re.compile(r"[\\`*\[\]<>~|]|(?<!\w)_|_(?!\w)")
_ESCAPED = re.compile(r"\\([\\`*\[\]<>~|_])")


def escaped(text: str) -> str:
    """`text` on one line, without anything that Markdown would parse as markup."""
    return _SPECIAL.sub(lambda match: f"\\{match.group()}", " ".join(text.split()))


def unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def quoted(text: str) -> str:
    return say("“{text}”", text=escaped(shortened(text)))


def shortened(text: str, limit: int = 80) -> str:
    """`text` on one line, of at most `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def tasks_words(count: int, status: Status = "all", *, priority: str = "", tag: str = "") -> str:
    """ "1 task", "no tasks", "2 open high-priority tasks tagged #home"."""
    words = {
        "priority": say(_BEFORE_TASKS[priority]) if priority else "",
        "tag": say(" tagged {tag}", tag=hashtags([tag])) if tag else "",
    }
    return say_count(*_TASKS[status], count, **words) if count else say(_NO_TASKS[status], **words)


def due_words(due: date | datetime, now: datetime) -> str:
    """ "tomorrow at 9:00", for an answer."""
    return relative_due(due, now, current_date_settings())


def period_words(days: tuple[date | None, date | None], now: datetime) -> str:
    """ "by Friday", for an answer."""
    return relative_period(*days, now, current_date_settings())


def hours_words(hours: Hours, now: datetime) -> str:
    """ "tomorrow between 14:00 and 16:00", for an answer."""
    settings = current_date_settings()
    return relative_hours(hours.first, hours.last, now, settings, has_last=hours.has_last)


def day_words(day: date, now: datetime) -> str:
    """ "Fri 11 Dec", for what is stored, such as a plan."""
    return absolute_day(day, now, current_date_settings())


def task_words(task: Task, now: datetime) -> str:
    """ "**#3** Buy milk — tomorrow at 7 pm · high · #home"."""
    facts = [say("done")] if task.completed else []
    if task.due and not task.completed:
        due = due_words(task.due, now)
        facts.append(say("overdue, {due}", due=due) if task.overdue else due)
    if task.start_on and not task.completed and task.start_on > now.date():
        facts.append(say("starts {day}", day=relative_due(task.start_on, now, current_date_settings())))
    if task.estimate and not task.completed:
        facts.append(say("takes {time}", time=estimate_words(task.estimate)))
    if task.repeat and not task.completed:
        facts.append(repeat_words(task))
    if task.reminders and not task.completed:
        facts.append(reminder_words(task.reminders))
    if task.priority in ("high", "low"):
        facts.append(say("high") if task.priority == "high" else say("low"))
    facts += [place_words(task.list)] if task.list else []
    facts += [escaped(f"#{tag}") for tag in task.tags]
    return f"**#{task.number}** {escaped(task.title)}" + (f" — {' · '.join(facts)}" if facts else "")


def place_words(name: str) -> str:
    """Where tasks are: "on the list Work"."""
    return say("in the inbox") if name == INBOX else say("on the list {name}", name=escaped(name))


def repeat_words(task: Task) -> str:
    """ "every Monday"."""
    settings = current_date_settings()
    return repetition(task.repeat, settings.zone, settings.written_in) or say("repeating")


def reminder_words(reminders: Sequence[int]) -> str:
    """ "reminder 30 minutes before"."""
    times = joined([notice(minutes, current_date_settings().written_in) for minutes in reminders])
    if list(reminders) == [0]:
        return say("reminder {times}", times=times)
    return say("reminder {times} before", times=times)


def estimate_words(minutes: int) -> str:
    """ "2 hours"."""
    return notice(minutes, current_date_settings().written_in)


def too_late_words(tasks: Sequence[Task], now: datetime) -> list[str]:
    """Sentences about reminders that would have come before now."""
    open_tasks = [task for task in tasks if not task.completed]
    found = [too_late(task.due, task.reminders, now, MORNING) for task in open_tasks]
    return list(dict.fromkeys(itertools.chain.from_iterable(found)))


def hashtags(tags: Sequence[str]) -> str:
    return joined([escaped(f"#{tag}") for tag in tags])


def name_words(task: Task) -> str:
    return f"**#{task.number}** {escaped(task.title)}".strip()


def names_of(tasks: Sequence[Task]) -> str:
    return joined([name_words(task) for task in tasks])


def added_words(tasks: Sequence[Task], now: datetime) -> str:
    """The line about added tasks; "" if there are none."""
    if len(tasks) == 1:
        return say(ADDED, task=task_words(tasks[0], now))
    said = say(ADDED_ALL, tasks=tasks_words(len(tasks)))
    return paragraphs(said, task_list(tasks, now)) if tasks else ""


def task_list(tasks: Sequence[Task], now: datetime, *, more: int = 0) -> str:
    """One line a task, at most `MOST_LINES`. `more` counts the tasks that are not in `tasks`."""
    lines = [f"- {task_words(task, now)}" for task in tasks[:MOST_LINES]]
    more = max(more, 0) + max(len(tasks) - MOST_LINES, 0)
    return "\n".join([*lines, "\n" + say("…and {count} more.", count=more)] if more else lines)


def joined(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return say("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
