"""Marks tasks as done or open again."""

from __future__ import annotations

from datetime import datetime

from chatbot.assistant.language.commands import Complete, CompleteAll
from chatbot.assistant.outcomes import Task, read_task
from chatbot.assistant.tool_uses import call
from chatbot.assistant.wording import due_words, escaped, name_words, names_of, paragraphs, plural

from .excluding import find_without
from .finding import Found
from .steps import AT_ONCE, Situation, Steps, call_each, changed_tasks, not_done, tasks_of


def complete_tasks(complete: Complete, situation: Situation) -> Steps[str]:
    found = yield from find_without(complete, "mark as done" if complete.completed else "reopen", situation)
    done = _complete_many if len(found.numbers) > AT_ONCE else _complete_each
    return paragraphs(*(yield from done(complete.completed, found)), *found.problems)


def _complete_each(completed: bool, found: Found) -> Steps[list[str]]:
    outcomes, failed = yield from call_each(
        call("complete_task", number=number, completed=completed) for number in found.numbers
    )
    every = tasks_of(outcomes)
    changed = changed_tasks(outcomes)
    same = [task for task in every if task not in changed]
    found.situation.speak_of(task.number for task in every)
    later = [task for outcome in outcomes if (task := read_task(outcome.data.get("next")))]
    marked = [_marked(names_of(changed), completed), *(_next(task, found.situation.now) for task in later)]
    return [
        *([" ".join(marked)] if changed else []),
        *failed,
        *(f"{name_words(task)} was already {'done' if completed else 'open'}." for task in same),
    ]


def _next(task: Task, now: datetime) -> str:
    due = f" is due {due_words(task.due_at, now)}" if task.due_at else " is added"
    return f"The next one, **#{task.number}**,{due}."


def _complete_many(completed: bool, found: Found) -> Steps[list[str]]:
    numbers, asked = found.numbers, len(found.numbers)
    if completed:
        [outcome] = yield [call("complete_all_tasks", numbers=numbers)]
    else:
        [outcome] = yield [call("update_tasks", numbers=numbers, completed=False)]
    if said := not_done(outcome, f"left your {asked} tasks as they are"):
        return [said]
    same = asked - outcome.count
    notes = [f"{same} of these {asked} were so already, or left out."] if same else []
    return [_marked(plural(outcome.count, "task"), completed), *notes]


def complete_all(complete: CompleteAll, situation: Situation) -> Steps[str]:
    [outcome] = yield [call("complete_all_tasks", tag=complete.tag, priority=complete.priority)]
    if said := not_done(outcome, "left your tasks as they are"):
        return said
    priority = f"{complete.priority}-priority " if complete.priority else ""
    tag = f" tagged {escaped('#' + complete.tag)}" if complete.tag else ""
    if not outcome.count:
        return f"There were no open {priority}tasks{tag} to mark as done."
    return _marked(f"{plural(outcome.count, f'{priority}task')}{tag}", completed=True)


def _marked(what: str, completed: bool) -> str:
    return f"Marked {what} as done." if completed else f"Reopened {what}."
