"""Skips repeating tasks once."""

from __future__ import annotations

from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.commands import Skip
from chatbot.offline_assistant.tool_uses import call
from chatbot.offline_assistant.wording import due_words, name_words, paragraphs

from .excluding import find_without
from .steps import Situation, Steps, call_each, tasks_of


def skip_tasks(skip: Skip, situation: Situation) -> Steps[str]:
    found = yield from find_without(skip, "skip", situation)
    outcomes, failed = yield from call_each(call("skip_task", number=number) for number in found.numbers)
    skipped = tasks_of(outcomes)
    situation.speak_of(task.number for task in skipped)
    said = [
        say(
            "Skipped {task}; it is due {due} next.",
            task=name_words(task),
            due=due_words(task.due, situation.now),
        )
        for task in skipped
        if task.due
    ]
    return paragraphs(*said, *failed, *found.problems)
