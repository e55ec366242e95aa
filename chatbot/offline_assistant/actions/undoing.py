"""Undoes the last answer that changed tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatbot.formatting.sentences import marked, say
from chatbot.offline_assistant.outcomes import Task
from chatbot.offline_assistant.tool_uses import call
from chatbot.offline_assistant.wording import names_of, tasks_words

from .steps import Situation, Steps

_MOST_NAMED = 10
_EFFECTS = {
    "removed": marked("Removed {tasks}."),
    "restored": marked("Restored {tasks}."),
    "changed back": marked("Changed back {tasks}."),
}


def undo(situation: Situation) -> Steps[tuple[bool, str]]:
    """Whether the undo succeeded, and the reply about it."""
    [outcome] = yield [call("undo_last")]
    if outcome.error:
        return False, outcome.error
    undone = [entry for entry in outcome.data.get("undone") or [] if isinstance(entry, Mapping)]
    tasks = {effect: [_task(entry) for entry in undone if entry.get("now") == effect] for effect in _EFFECTS}
    situation.speak_of(task.number for effect in ("restored", "changed back") for task in tasks[effect])
    if len(undone) > _MOST_NAMED:
        return True, say("Undone: {tasks} are as they were before.", tasks=tasks_words(len(undone)))
    said = [say(text, tasks=names_of(tasks[effect])) for effect, text in _EFFECTS.items() if tasks[effect]]
    return True, " ".join([say("Undone."), *said])


def _task(entry: Mapping[str, Any]) -> Task:
    return Task(int(entry.get("number") or 0), str(entry.get("title") or ""))
