"""Adds tasks."""

from __future__ import annotations

from chatbot.assistant.language.commands import Add
from chatbot.assistant.outcomes import Task, read_tasks
from chatbot.assistant.questions import NAME_THE_TASK
from chatbot.assistant.tool_uses import add_task
from chatbot.assistant.wording import name_words, plural, task_list, task_words

from .steps import Situation, Steps, call_each, report, spoken_tasks


def add_tasks(add: Add, situation: Situation) -> Steps[str]:
    named = [task for task in add.tasks if task.title]
    if not named:
        return NAME_THE_TASK
    outcomes = yield from call_each(add_task(task) for task in named)
    added = spoken_tasks(outcomes)
    situation.speak_of(task.number for task in added)

    def say(tasks: list[Task]) -> str:
        if len(tasks) == 1:
            return f"Added {task_words(tasks[0], situation.now)}."
        return f"Added {plural(len(tasks), 'task')}:\n\n{task_list(tasks, situation.now)}"

    notes = [
        f"{name_words(twins[0])} is open, too."
        for outcome in outcomes
        if (twins := read_tasks(outcome.data.get("same_title")))
    ]
    for task in named if added else ():
        notes += task.notes
        if task.unread:
            without = "" if task.due else "; added without a date"
            notes.append(f"{'; '.join(task.unread)}{without}.")
    if added and add.wants_reminder:
        notes.append("I can't send reminders, but it is on your list.")
    return "\n\n".join([report(added, outcomes, say, len(named)), *dict.fromkeys(notes)])
