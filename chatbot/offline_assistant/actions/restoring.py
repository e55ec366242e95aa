"""Restores deleted tasks, and lists them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.commands import (
    Complete,
    Mentioned,
    Numbers,
    Restore,
    ShowDeleted,
    Words,
)
from chatbot.offline_assistant.matching import best_matches
from chatbot.offline_assistant.outcomes import Outcome, Task, read_tasks
from chatbot.offline_assistant.tool_uses import call
from chatbot.offline_assistant.wording import name_words, names_of, paragraphs, quoted, task_list, tasks_words

from .completing import complete_tasks
from .steps import Situation, Steps
from .undoing import undo

_SHOWN = 20


def restore(command: Restore, situation: Situation) -> Steps[str]:
    """What is not in the trash is meant to be open again."""
    if command.targets is None:
        return (yield from _restore_all(situation))
    if any(isinstance(one, Mentioned) and one.several for one in command.targets):
        return (yield from undo(situation))[1]
    numbers: list[int] = []
    said: list[str] = []
    left: list[Numbers | Words] = []
    for target in command.targets or (Mentioned(),):
        match target:
            case Numbers(numbers=given):
                numbers += given
            case Words(text=text):
                [found] = yield [call("list_deleted_tasks", query=text)]
                if deleted := best_matches(text, _deleted(found)) or _deleted(found):
                    numbers += [deleted[0].number] if len(deleted) == 1 else []
                    said += [_which(text, deleted)] if len(deleted) > 1 else []
                else:
                    left.append(target)
            case _:
                [last] = yield [call("list_deleted_tasks", limit=1)]
                numbers += [task.number for task in _deleted(last)]
                said += [] if numbers else [say("The trash is empty.")]
    if numbers:
        said += yield from _restore(numbers, situation, left)
    if left:
        said.append((yield from complete_tasks(Complete(tuple(left), completed=False), situation)))
    return paragraphs(*said)


def _restore(numbers: Sequence[int], situation: Situation, left: list[Numbers | Words]) -> Steps[list[str]]:
    """Sentences; numbers that are not in the trash are added to those that are left."""
    [outcome] = yield [call("restore_tasks", numbers=list(dict.fromkeys(numbers)))]
    if outcome.error:
        return [outcome.error]
    missing = tuple(number for number in outcome.data.get("missing") or [] if isinstance(number, int))
    if missing:
        left.append(Numbers(missing))
    situation.speak_of(task.number for task in outcome.tasks)
    return [say("Restored {tasks}.", tasks=names_of(outcome.tasks))] if outcome.tasks else []


def _restore_all(situation: Situation) -> Steps[str]:
    [outcome] = yield [call("restore_tasks", numbers=None)]
    if outcome.error:
        return outcome.error
    situation.speak_of(task.number for task in outcome.tasks)
    if not outcome.count:
        return say("The trash is empty.")
    count = tasks_words(outcome.count)
    return paragraphs(
        say("Restored {tasks}.", tasks=count),
        task_list(outcome.tasks, situation.now, more=outcome.count - len(outcome.tasks)),
    )


def show_deleted(show: ShowDeleted, situation: Situation) -> Steps[str]:
    first, last = show.days or (None, None)
    days: dict[str, date] = {}
    if first:
        days["since"] = first
    if last:
        days["before"] = last + timedelta(days=1)
    [outcome] = yield [
        call("list_deleted_tasks", limit=_SHOWN, **{name: day.isoformat() for name, day in days.items()})
    ]
    if outcome.error:
        return outcome.error
    tasks = _deleted(outcome)
    if not tasks:
        return say("You deleted nothing then.") if days else say("The trash is empty.")
    situation.speak_of(task.number for task in tasks)
    return paragraphs(
        say("The trash has {tasks}:", tasks=tasks_words(outcome.count)),
        "\n".join(f"- {name_words(task)}" for task in tasks),
        say("Say “restore #{number}” to have one back.", number=tasks[0].number),
    )


def _deleted(outcome: Outcome) -> list[Task]:
    return read_tasks(outcome.data.get("deleted"))


def _which(text: str, tasks: Sequence[Task]) -> str:
    return say(
        "{words} may be {tasks}. Say “restore #{number}”.",
        words=quoted(text),
        tasks=names_of(list(tasks)[:_SHOWN]),
        number=tasks[0].number,
    )
