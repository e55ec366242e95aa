"""Executes the commands of a message in order, and composes the reply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.commands import (
    Add,
    AddList,
    Change,
    Command,
    Complete,
    CompleteAll,
    Correct,
    Delete,
    DeleteAll,
    Details,
    Email,
    Find,
    MakePlan,
    Put,
    Restore,
    Say,
    Show,
    ShowDeleted,
    Skip,
    Undo,
)

from .adding import add_tasks
from .arranging import put_tasks
from .changing import change_tasks, correct_title
from .completing import complete_all, complete_tasks
from .deleting import delete_all, delete_some
from .emailing import email_list
from .listing import find_by_words, show_details, show_tasks
from .lists import add_list
from .planning import make_a_plan
from .restoring import restore, show_deleted
from .skipping import skip_tasks
from .steps import Situation, Steps
from .talking import answer
from .undoing import undo

LAST_TURN_TO_BEGIN = 6
"""No command starts after this many turns: each takes up to four, and a run may have ten by default."""

_ACTIONS: dict[type, Callable[[Any, Situation], Steps[str]]] = {
    Add: add_tasks,
    Show: show_tasks,
    Find: find_by_words,
    Details: show_details,
    Change: change_tasks,
    Complete: complete_tasks,
    CompleteAll: complete_all,
    Skip: skip_tasks,
    Delete: delete_some,
    DeleteAll: delete_all,
    Put: put_tasks,
    Restore: restore,
    ShowDeleted: show_deleted,
    AddList: add_list,
    Email: email_list,
    MakePlan: make_a_plan,
    Correct: correct_title,
}


def carry_out_all(commands: Sequence[Command], situation: Situation) -> Steps[str]:
    said: list[str] = []
    turns = 0
    for index, command in enumerate(commands):
        if turns >= LAST_TURN_TO_BEGIN:
            left = len(commands) - index
            said.append(
                say(
                    "That was a lot at once: I stopped before the last {count} requests. "
                    "Please send them again.",
                    count=left,
                )
            )
            break
        steps = _carry_out(command, situation)
        try:
            wanted = next(steps)
            while True:
                outcomes = yield wanted
                turns += 1
                wanted = steps.send(outcomes)
        except StopIteration as end:
            said.append(end.value)
    return "\n\n".join(dict.fromkeys(part for part in said if part)) or answer(Say("unrelated"))


def _carry_out(command: Command, situation: Situation) -> Steps[str]:
    if isinstance(command, Say):
        return answer(command)
    if isinstance(command, Undo):
        is_undone, said = yield from undo(situation)
        if not is_undone or command.instead is None:
            return said
        return f"{said}\n\n{yield from _carry_out(command.instead, situation)}"
    return (yield from _ACTIONS[type(command)](command, situation))
