"""Adds tasks."""

from __future__ import annotations

from chatbot.formatting.sentences import say, say_again
from chatbot.offline_assistant.language.commands import Add
from chatbot.offline_assistant.outcomes import read_tasks
from chatbot.offline_assistant.questions import NAME_THE_TASK
from chatbot.offline_assistant.tool_uses import add_task
from chatbot.offline_assistant.wording import added_words, name_words, paragraphs, too_late_words
from chatbot.reading import MESSAGES

from .finding import find_parent
from .steps import Situation, Steps, call_each, tasks_of


def add_tasks(add: Add, situation: Situation) -> Steps[str]:
    named = [task for task in add.tasks if task.title]
    if not named:
        return say(NAME_THE_TASK)
    parent = yield from find_parent(add.parent, situation)
    if parent.problems:
        return paragraphs(*parent.problems)
    number = parent.numbers[0] if parent.numbers else None
    outcomes, failed = yield from call_each(add_task(task, parent=number) for task in named)
    added = tasks_of(outcomes)
    situation.speak_of(task.number for task in added)
    notes = [
        say("{task} is open, too.", task=name_words(twins[0]))
        for outcome in outcomes
        if (twins := read_tasks(outcome.data.get("same_title")))
    ]
    for task in named if added else ():
        notes += map(say_again, task.notes)
        if task.unread:
            unread = "; ".join(say_again(one, MESSAGES.values()) for one in task.unread)
            notes.append(f"{unread}." if task.due else say("{unread}; added without a date.", unread=unread))
    notes += too_late_words(added, situation.now)
    if added and add.wants_reminder and not any(task.due for task in named):
        notes.append(say("Say when, and I will remind you."))
    said = added_words(added, situation.now)
    return paragraphs(said, *failed, *dict.fromkeys(notes))
