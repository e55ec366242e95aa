"""Marks tasks as done or open again."""

from __future__ import annotations

from datetime import datetime

from chatbot.formatting.sentences import marked, say
from chatbot.offline_assistant.language.commands import Complete, CompleteAll
from chatbot.offline_assistant.outcomes import Task, read_task
from chatbot.offline_assistant.reports import MARKED_DONE, REOPENED
from chatbot.offline_assistant.tool_uses import call
from chatbot.offline_assistant.wording import due_words, name_words, names_of, paragraphs, tasks_words

from .excluding import find_without
from .finding import Found
from .steps import AT_ONCE, Situation, Steps, call_each, changed_tasks, left_as_they_are, not_done, tasks_of

_SAME = {True: marked("{task} was already done."), False: marked("{task} was already open.")}


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
        *(say(_SAME[completed], task=name_words(task)) for task in same),
    ]


def _next(task: Task, now: datetime) -> str:
    if task.due is None:
        return say("The next one, **#{number}**, is added.", number=task.number)
    due = due_words(task.due, now)
    return say("The next one, **#{number}**, is due {due}.", number=task.number, due=due)


def _complete_many(completed: bool, found: Found) -> Steps[list[str]]:
    numbers, asked = found.numbers, len(found.numbers)
    if completed:
        [outcome] = yield [call("complete_all_tasks", numbers=numbers)]
    else:
        [outcome] = yield [call("update_tasks", numbers=numbers, completed=False)]
    if said := not_done(outcome, left_as_they_are(asked)):
        return [said]
    same = asked - outcome.count
    notes = (
        [say("{same} of these {count} were so already, or left out.", same=same, count=asked)] if same else []
    )
    return [_marked(tasks_words(outcome.count), completed), *notes]


def complete_all(complete: CompleteAll, situation: Situation) -> Steps[str]:
    [outcome] = yield [call("complete_all_tasks", tag=complete.tag, priority=complete.priority)]
    if said := not_done(outcome, say("I left your tasks as they are")):
        return said
    priority, tag = complete.priority or "", complete.tag or ""
    if not outcome.count:
        none = tasks_words(0, "pending", priority=priority, tag=tag)
        return say("There were {tasks} to mark as done.", tasks=none)
    return _marked(tasks_words(outcome.count, priority=priority, tag=tag), completed=True)


def _marked(what: str, completed: bool) -> str:
    return say(MARKED_DONE, tasks=what) if completed else say(REOPENED, tasks=what)
