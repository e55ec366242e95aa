"""The work of the Data Analyst and the Researcher, who only read."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from chatbot.formatting.sentences import say, say_count
from chatbot.offline_assistant.actions.steps import Steps, call_each
from chatbot.offline_assistant.language.commands import Filter
from chatbot.offline_assistant.language.context import Context
from chatbot.offline_assistant.language.patterns import rx, tidy
from chatbot.offline_assistant.language.quoting import mask
from chatbot.offline_assistant.language.splitting import split_items
from chatbot.offline_assistant.outcomes import Outcome, Task, read_moment
from chatbot.offline_assistant.tool_uses import call, list_tasks, search_tasks
from chatbot.offline_assistant.wording import (
    day_words,
    escaped,
    joined,
    name_words,
    paragraphs,
    quoted,
    shortened,
    task_list,
    tasks_words,
)

from .assignments import Assignment

_MOST_SEARCHES = 5
_MOST_SHOWN = 5
_EXCERPT = 120
_LONGEST_WORDS = 200
_FOR = rx(r"\b(?:for|nach)\s+(?P<what>[^.\n]+)")
_ARTICLE = rx(r"^(?:a|an|the|my|our|der|die|das|den|dem|mein|unser)\s+")


def count(assignment: Assignment) -> Steps[str]:
    """How many tasks are open, overdue and due soon, and their numbers by day and tag."""
    pending, overdue = yield [list_tasks(Filter()), list_tasks(Filter(status="overdue"))]
    if pending.error:
        return pending.error
    tasks = pending.tasks
    if not tasks:
        return say("Your list is empty: nothing is open, and nothing is overdue.")
    undated = sum(task.due_at is None for task in tasks)
    end = assignment.now + timedelta(days=7)
    soon = sum(task.due_at is not None and assignment.now <= task.due_at < end for task in tasks)
    lines = [
        say(
            "You have {tasks}: {overdue} overdue, {soon} due in the next 7 days, {undated} without a date.",
            tasks=tasks_words(pending.count, "pending"),
            overdue=overdue.count,
            soon=soon,
            undated=undated,
        )
    ]
    if assignment.goal.day:
        days = (assignment.goal.day - assignment.now.date()).days
        until = day_words(assignment.goal.day, assignment.now)
        lines.append(
            say_count(
                "Until {day} there is {count} day.", "Until {day} there are {count} days.", days, day=until
            )
        )
    lines.append(_busiest(tasks, assignment))
    tags = Counter(tag for task in tasks for tag in task.tags).most_common(3)
    if tags:
        used = joined([f"{escaped('#' + tag)} ({number})" for tag, number in tags])
        lines.append(say("Most used tags: {tags}.", tags=used))
    if overdue.tasks:
        lines += [say("Overdue:"), task_list(overdue.tasks[:_MOST_SHOWN], assignment.now)]
    if pending.is_truncated:
        lines.append(say("The list is long: days and tags are those of its first tasks."))
    return paragraphs(*lines)


def search(assignment: Assignment) -> Steps[str]:
    """Search the person's tasks and conversations for what is related to the goal."""
    words = _words_of(assignment)
    searches = [search_tasks(word) for word in words]
    searches += [call("search_conversations", query=word) for word in words]
    outcomes, failed = yield from call_each(searches)
    tasks: dict[int, Task] = {}
    said: dict[str, str] = {}
    for outcome in outcomes[: len(words)]:
        tasks |= {task.number: task for task in outcome.tasks}
    for outcome in outcomes[len(words) :]:
        said |= _messages(outcome, assignment.now)
    parts: list[str] = []
    if found := list(tasks.values()):
        listed = task_list(found[: _MOST_SHOWN * 2], assignment.now)
        parts += [say("Found {tasks}:", tasks=tasks_words(len(found))), listed]
    if said:
        lines = "\n".join(f"- {line}" for line in list(said.values())[:_MOST_SHOWN])
        parts += [say("In your conversations:"), lines]
    names = joined([quoted(word) for word in words])
    nothing = say("Nothing on your list or in your conversations is about {words}.", words=names)
    return paragraphs(*(parts or failed or [nothing]))


def _words_of(assignment: Assignment) -> list[str]:
    """The words to search for: those of the step, which a person may have edited, else those of the goal."""
    masked, quotes = mask(assignment.detail)
    context = Context(assignment.now, quotes, assignment.goal.language)
    named = _FOR.search(masked)
    items = split_items(named["what"], context, one_task=False, many_tasks=True) if named else []
    plain = [_ARTICLE.sub("", tidy(context.plain(item)))[:_LONGEST_WORDS] for item in items]
    words = [word for word in plain if word] or [assignment.goal.subject, *assignment.goal.parts]
    return list(dict.fromkeys(words))[:_MOST_SEARCHES]


def _messages(outcome: Outcome, now: datetime) -> dict[str, str]:
    found = outcome.data.get("messages")
    lines: dict[str, str] = {}
    for message in found if isinstance(found, list) else ():
        if isinstance(message, dict) and message.get("by") == "user":
            text = shortened(str(message.get("text", "")), _EXCERPT)
            at = read_moment(message.get("at"))
            lines[text] = f"{day_words(at, now)}: {quoted(text)}" if at else quoted(text)
    return lines


def _busiest(tasks: list[Task], assignment: Assignment) -> str:
    days: dict[date, list[Task]] = {}
    for task in tasks:
        if task.due_at and not task.overdue:
            day = task.due_on or task.due_at.astimezone(assignment.now.tzinfo).date()
            days.setdefault(day, []).append(task)
    day, due = max(days.items(), key=lambda one: len(one[1]), default=(assignment.now.date(), []))
    if len(due) < 2:
        return ""
    words = day_words(day, assignment.now)
    return say(
        "The fullest day is {day}, with {tasks}, such as {task}.",
        day=words,
        tasks=tasks_words(len(due)),
        task=name_words(due[0]),
    )
