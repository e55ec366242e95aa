"""Changes titles, descriptions, priorities, due dates and tags."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from chatbot.formatting.sentences import marked, say, say_count
from chatbot.formatting.whole_days import moment_of
from chatbot.offline_assistant.language.commands import Change, Changes, Correct, Mentioned, Numbers
from chatbot.offline_assistant.language.corrections import corrected_title
from chatbot.offline_assistant.outcomes import Task
from chatbot.offline_assistant.questions import ask_missing, ask_which
from chatbot.offline_assistant.reports import DUE_REMOVED, IS_NOW, NOTED, RENAMED
from chatbot.offline_assistant.tool_uses import ToolUse, update_task, update_tasks
from chatbot.offline_assistant.wording import (
    due_words,
    escaped,
    estimate_words,
    hashtags,
    joined,
    names_of,
    paragraphs,
    place_words,
    reminder_words,
    repeat_words,
    tasks_words,
    too_late_words,
)
from chatbot.reading import Due, Shift

from .excluding import find_without
from .finding import Found, find_parent, find_tasks, look_up_or_drop
from .steps import AT_ONCE, Situation, Steps, call_each, changed_tasks, left_as_they_are, not_done, tasks_of

_PRIORITIES = {
    "high": marked("high priority"),
    "medium": marked("medium priority"),
    "low": marked("low priority"),
}


def change_tasks(change: Change, situation: Situation) -> Steps[str]:
    found = yield from find_without(change, "change", situation)
    changes = change.changes
    if changes.parent and found.numbers:
        parent = yield from find_parent(changes.parent, situation)
        if parent.problems:
            return paragraphs(*found.problems, *parent.problems)
        changes = replace(changes, parent=(Numbers((parent.numbers[0],)),))
    if changes.missing and found.numbers:
        situation.speak_of(found.numbers)
        return paragraphs(*found.problems, ask_missing(changes.missing, found.numbers[0]))
    if changes.title and len(found.numbers) > 1:
        known = [found.known[number] for number in found.numbers if number in found.known]
        return (
            ask_which("change", known, situation.now)
            if known
            else say("I can rename only one task at a time.")
        )
    said = (yield from _change_together(changes, found)) if len(found.numbers) > AT_ONCE else ""
    if not said:
        said = yield from _change_each(changes, found)
    return paragraphs(said, *found.problems)


def correct_title(wanted: Correct, situation: Situation) -> Steps[str]:
    """Correct the title of the task just added: "I meant the electrician"."""
    found = yield from find_tasks((Mentioned(),), "change", situation)
    yield from look_up_or_drop(found)
    if found.problems:
        return paragraphs(*found.problems)
    situation.speak_of(found.numbers)
    [task] = found.tasks
    title = corrected_title(task.title, wanted.words)
    if title is None:
        return ask_missing("title", task.number)
    return (yield from _change_each(Changes(title=title), found))


def _change_each(changes: Changes, found: Found) -> Steps[str]:
    if changes.note or changes.clear_tags or (changes.due and _is_relative(changes.due)):
        yield from look_up_or_drop(found, details=bool(changes.note))
    now = found.situation.now
    outcomes, failed = yield from call_each(
        _update(number, found.known.get(number), changes, now) for number in found.numbers
    )
    every = tasks_of(outcomes)
    found.situation.speak_of(task.number for task in every)
    changed = changed_tasks(outcomes) or every
    same = [task for task in every if task not in changed]
    return paragraphs(
        _said(changed, changes, now) if changed else "",
        *(too_late_words(changed, now) if changes.reminders or changes.due else ()),
        *failed,
        _were_so(names_of(same), len(same), changes) if same else "",
    )


def _change_together(changes: Changes, found: Found) -> Steps[str]:
    """Change many tasks by one call. Returns the reply; "" if the change is not the same for each task."""
    if changes.clear_tags:
        yield from look_up_or_drop(found)
        tags = {tag for task in found.tasks for tag in task.tags}
        use = update_tasks(found.numbers, replace(changes, remove_tags=tuple(sorted(tags))))
    else:
        use = update_tasks(found.numbers, changes)
    if use is None:
        return ""
    [outcome] = yield [use]
    if said := not_done(outcome, left_as_they_are(len(found.numbers))):
        return said
    unchanged = outcome.data.get("unchanged") or 0
    tail = _were_so(tasks_words(unchanged), unchanged, changes) if unchanged else ""
    moved = say("moved")
    facts = joined([fact for fact in _facts(outcome.tasks, changes, found.situation.now) if fact != moved])
    words = {"tasks": tasks_words(outcome.count), "facts": f" ({facts})" if facts else ""}
    changed = (
        say("Moved {tasks}{facts}.", **words) if changes.due else say("Updated {tasks}{facts}.", **words)
    )
    return " ".join(filter(None, [changed, tail]))


def _were_so(tasks: str, count: int, changes: Changes) -> str:
    if changes.due and not (changes.priority or changes.add_tags or changes.remove_tags):
        return say_count(
            "{tasks} was already due then.", "{tasks} were already due then.", count, tasks=tasks
        )
    return say_count("{tasks} was so already.", "{tasks} were so already.", count, tasks=tasks)


def _update(number: int, task: Task | None, changes: Changes, now: datetime) -> ToolUse:
    if task and changes.note:
        changes = replace(changes, description=f"{task.description}\n{changes.note}".strip())
    if task and changes.clear_tags:
        changes = replace(changes, remove_tags=task.tags)
    return update_task(number, changes, due_at=_new_due(changes, task, now))


def _is_relative(due: Due | Shift) -> bool:
    """Whether the new due date depends on the old one."""
    return isinstance(due, Shift) or due.day is None or due.time is None


def _new_due(changes: Changes, task: Task | None, now: datetime) -> date | datetime | None:
    """A day that is moved by hours counts as its end."""
    old = task.due if task else None
    if isinstance(old, datetime):
        old = old.astimezone(now.tzinfo)
    if changes.due is None:
        return None
    start = old or now.date()
    return changes.due.moved_from(start) or changes.due.moved_from(moment_of(start, now.tzinfo)) or old


def _said(tasks: list[Task], changes: Changes, now: datetime) -> str:
    names = names_of(tasks)
    if changes.title and changes == Changes(title=changes.title):
        title = escaped(tasks[0].title)
        return say(RENAMED, number=tasks[0].number, title=title)
    if changes.clear_due:
        return say(DUE_REMOVED, tasks=names)
    if changes.clear_tags:
        return say("Removed all tags from {tasks}.", tasks=names)
    if changes.description is not None or changes.note:
        return say(NOTED, tasks=names)
    if changes.reminders is not None:
        return f"{names}: {reminder_words(changes.reminders) if changes.reminders else say('no reminder')}."
    if changes.start or changes.clear_start or changes.estimate is not None or changes.parent is not None:
        return _plan_words(tasks, names, changes, now)
    if changes.repeat == "":
        return say_count("{tasks} no longer repeats.", "{tasks} no longer repeat.", len(tasks), tasks=names)
    facts = joined(_facts(tasks, changes, now))
    if len(tasks) == 1:
        return say(IS_NOW, task=names, facts=facts)
    count = tasks_words(len(tasks))
    return say("Updated {count} ({facts}): {tasks}.", count=count, facts=facts, tasks=names)


def _plan_words(tasks: list[Task], names: str, changes: Changes, now: datetime) -> str:
    """The sentence about a new start, estimate or parent."""
    count = len(tasks)
    if changes.start:
        day = due_words(changes.start, now)
        return say_count("{tasks} starts {day}.", "{tasks} start {day}.", count, tasks=names, day=day)
    if changes.clear_start:
        return say("{tasks} may start any day.", tasks=names)
    if changes.estimate:
        time = estimate_words(changes.estimate)
        return say_count("{tasks} takes {time}.", "{tasks} take {time} each.", count, tasks=names, time=time)
    if changes.estimate == 0:
        return say("Removed the estimate of {tasks}.", tasks=names)
    if changes.parent:
        parent = f"**#{tasks[0].parent}**"
        return say_count(
            "{tasks} is a subtask of {parent}.",
            "{tasks} are subtasks of {parent}.",
            count,
            tasks=names,
            parent=parent,
        )
    return say_count("{tasks} is no subtask now.", "{tasks} are no subtasks now.", count, tasks=names)


def _facts(tasks: list[Task], changes: Changes, now: datetime) -> list[str]:
    dues = {due_words(task.due, now) for task in tasks if task.due}
    repeats = {repeat_words(task) for task in tasks} if changes.repeat else set()
    return [
        *sorted(repeats),
        *(
            [say("due {due}", due=dues.pop()) if len(dues) == 1 else say("moved")]
            if changes.due or repeats
            else []
        ),
        *([place_words(changes.list)] if changes.list else []),
        *([say(_PRIORITIES[changes.priority])] if changes.priority else []),
        *([say("tagged {tags}", tags=hashtags(changes.add_tags))] if changes.add_tags else []),
        *(
            [say("no longer tagged {tags}", tags=hashtags(changes.remove_tags))]
            if changes.remove_tags
            else []
        ),
    ]
