"""Changes titles, descriptions, priorities, due dates and tags."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chatbot.assistant.language.commands import Change, Changes
from chatbot.assistant.outcomes import Task
from chatbot.assistant.questions import ask_missing, ask_which
from chatbot.assistant.tool_uses import ToolUse, update_task, update_tasks
from chatbot.assistant.wording import due_words, escaped, joined, name_words, plural
from chatbot.formatting.whole_days import moment_of
from chatbot.reading import Due, Shift

from .deleting import left
from .excluding import find_without
from .finding import Found, Search, learn
from .steps import AT_ONCE, Situation, Steps, call_each, report, spoken_tasks


def change_tasks(change: Change, situation: Situation) -> Steps[str]:
    found = yield from find_without(change.targets, change.excluded, Search("change", "all"), situation)
    missing = change.changes.missing
    if missing and found.numbers:
        situation.speak_of(found.numbers)
        return "\n\n".join([*found.problems, ask_missing(missing, found.numbers[0])])
    if change.changes.title and len(found.numbers) > 1:
        known = [found.known[number] for number in found.numbers if number in found.known]
        return ask_which("change", known, situation.now) if known else "I can rename only one task at a time."
    if len(found.numbers) > AT_ONCE and (said := (yield from _change_many(change.changes, found, situation))):
        return said
    uses, unknown = yield from _updates(found, change.changes, situation)
    outcomes = yield from call_each(uses)
    spoken = spoken_tasks(outcomes)
    situation.speak_of(task.number for task in spoken)
    same = [outcome.task for outcome in outcomes if outcome.task and outcome.data.get("changed") == []]
    changed = [task for task in spoken if task not in same] or spoken
    unchanged = [task for task in same if task not in changed]

    def say(tasks: list[Task]) -> str:
        return _said(tasks, change.changes, situation.now)

    parts = [report(changed, outcomes, say, len(uses)), *unknown, *found.problems]
    parts[1:1] = [_were_so(unchanged, change.changes)] if unchanged else []
    return "\n\n".join(part for part in parts if part)


def _were_so(tasks: list[Task], changes: Changes) -> str:
    names = joined([name_words(task) for task in tasks])
    return f"{names} {'was' if len(tasks) == 1 else 'were'} {_so_already(changes)}."


def _so_already(changes: Changes) -> str:
    is_move = changes.due and not (changes.priority or changes.add_tags or changes.remove_tags)
    return "already due then" if is_move else "so already"


def _change_many(changes: Changes, found: Found, situation: Situation) -> Steps[str]:
    """What is said of a change of many tasks by one call; "" where it is not the same change for each."""
    if changes.clear_tags:
        yield from learn(found)
    tags = {tag for number in found.numbers if number in found.known for tag in found.known[number].tags}
    removed = tuple(sorted(tags)) if changes.clear_tags else changes.remove_tags
    use = update_tasks(found.numbers, changes, remove_tags=removed)
    if use is None:
        return ""
    [outcome] = yield [use]
    asked = len(found.numbers)
    if outcome.error:
        return outcome.error
    if outcome.declined:
        return "\n\n".join([left(outcome.declined, f"your {asked} tasks as they are"), *found.problems])
    verb = "Moved" if changes.due else "Updated"
    unchanged = outcome.data.get("unchanged") or 0
    tail = f"; {unchanged} {'was' if unchanged == 1 else 'were'} {_so_already(changes)}" if unchanged else ""
    facts = joined([fact for fact in _facts(outcome.tasks, changes, situation.now) if fact != "moved"])
    what = f"{verb} {plural(outcome.count, 'task')}{f' ({facts})' if facts else ''}{tail}."
    return "\n\n".join([what, *found.problems])


def _updates(found: Found, changes: Changes, situation: Situation) -> Steps[tuple[list[ToolUse], list[str]]]:
    """The calls that make the changes; first looks up what a new due date depends on."""
    problems: list[str] = []
    if changes.note or changes.clear_tags or (changes.due and _is_relative(changes.due)):
        problems = yield from learn(found)
    numbers = [number for number in found.numbers if not problems or number in found.known]
    return [_update(number, found.known.get(number), changes, situation.now) for number in numbers], problems


def _update(number: int, task: Task | None, changes: Changes, now: datetime) -> ToolUse:
    due = _new_due(changes, task, now)
    description = changes.description
    if changes.note:
        description = f"{task.description}\n{changes.note}".strip() if task else changes.note
    tags = task.tags if changes.clear_tags and task else changes.remove_tags
    due_at = due.isoformat() if due else None
    return update_task(number, changes, due_at=due_at, description=description, remove_tags=tags)


def _is_relative(due: Due | Shift) -> bool:
    """Whether the new due date depends on the old one."""
    return isinstance(due, Shift) or due.day is None or due.time is None


def _new_due(changes: Changes, task: Task | None, now: datetime) -> datetime | None:
    old = task.due_at.astimezone(now.tzinfo) if task and task.due_at else None
    if changes.due is None:
        return None
    if old is None and isinstance(changes.due, Due):
        return moment_of(changes.due.due, now.tzinfo)
    moved = changes.due.moved_from(old or moment_of(now.date(), now.tzinfo))
    return moment_of(moved, now.tzinfo) if moved else old


def _said(tasks: list[Task], changes: Changes, now: datetime) -> str:
    names = joined([name_words(task) for task in tasks])
    if len(tasks) == 1 and replace(changes, title=None) == Changes() and changes.title:
        return f"Renamed **#{tasks[0].number}** to {escaped(tasks[0].title)}."
    if changes.clear_due:
        return f"Removed the due date of {names}."
    facts = _facts(tasks, changes, now)
    if changes.clear_tags:
        return f"Removed all tags from {names}."
    if changes.description is not None or changes.note:
        return f"Noted on {names}."
    if len(tasks) == 1:
        return f"{names} is now {joined(facts)}."
    return f"Updated {plural(len(tasks), 'task')} ({joined(facts)}): {names}."


def _facts(tasks: list[Task], changes: Changes, now: datetime) -> list[str]:
    facts = []
    if changes.due:
        moments = {due_words(task.due_at, now) for task in tasks if task.due_at}
        facts.append(f"due {moments.pop()}" if len(moments) == 1 else "moved")
    if changes.priority:
        facts.append(f"{changes.priority} priority")
    if changes.add_tags:
        facts.append(f"tagged {joined([escaped('#' + tag) for tag in changes.add_tags])}")
    if changes.remove_tags:
        facts.append(f"no longer tagged {joined([escaped('#' + tag) for tag in changes.remove_tags])}")
    return facts
