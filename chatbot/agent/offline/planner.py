"""Decides what comes next: tool calls, or the reply. A pure function of the transcript and the tools there
are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from .actions.adding import add_tasks
from .actions.changing import change_tasks
from .actions.completing import complete_all, complete_tasks
from .actions.deleting import delete_all, delete_some
from .actions.details import show_details
from .actions.emailing import email_list
from .actions.listing import find_by_words, show_tasks
from .actions.steps import Calls, Outcomes, Situation, Steps
from .actions.talking import answer, is_small_talk
from .answers import understand
from .language.commands import (
    Add,
    Change,
    Command,
    Complete,
    CompleteAll,
    Delete,
    DeleteAll,
    Details,
    Email,
    Find,
    Say,
    Show,
)
from .outcomes import Outcome, read_outcome
from .questions import mentioned_numbers, shown_tasks
from .tool_uses import ToolUse
from .transcript import RecordedCall, Said, Transcript

LAST_TURN_TO_BEGIN = 6
"""No command begins after this many turns: each takes up to four, and a run is allowed ten by default."""

_LOST = (
    "Something changed while I was working on this, so I stopped. Please look at your list and tell me "
    "again what to do."
)


_ACTIONS: dict[type, Callable[[Any, Situation], Steps[str]]] = {
    Add: add_tasks,
    Show: show_tasks,
    Find: find_by_words,
    Details: show_details,
    Change: change_tasks,
    Complete: complete_tasks,
    CompleteAll: complete_all,
    Delete: delete_some,
    DeleteAll: delete_all,
    Email: email_list,
}


def decide(transcript: Transcript, available: Collection[str]) -> Calls | str:
    """The next tool calls, or the reply once there is nothing left to call."""
    commands = understand(transcript.message, transcript.earlier, transcript.now)
    steps = _carry_out_all(commands, _situation(transcript))
    recorded = list(transcript.calls)
    try:
        wanted = next(steps)
        while True:
            possible = [use for use in wanted if use.name in available]
            made, recorded = recorded[: len(possible)], recorded[len(possible) :]
            if [call.name for call in made] != [use.name for use in possible[: len(made)]]:
                return _LOST
            if len(made) < len(possible):
                return possible[len(made) :]
            wanted = steps.send(_outcomes(wanted, made, available))
    except StopIteration as end:
        return str(end.value)


def _outcomes(wanted: Calls, made: Sequence[RecordedCall], available: Collection[str]) -> Outcomes:
    calls = iter(made)
    return [_outcome_of(next(calls)) if use.name in available else _missing(use) for use in wanted]


def _outcome_of(call: RecordedCall) -> Outcome:
    return (
        Outcome(error=f"I got no answer from {call.name}.")
        if call.output is None
        else read_outcome(call.output)
    )


def _missing(use: ToolUse) -> Outcome:
    return Outcome(error=f"I can't do that here: the tool {use.name} is not available to me.")


def _carry_out_all(commands: Sequence[Command], situation: Situation) -> Steps[str]:
    said: list[str] = []
    turns = 0
    for index, command in enumerate(commands):
        if turns >= LAST_TURN_TO_BEGIN:
            left = len(commands) - index
            said.append(
                f"That was a lot at once: I stopped before the last {left} requests. Please send them again."
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
    return (yield from _ACTIONS[type(command)](command, situation))


def _situation(transcript: Transcript) -> Situation:
    """The list shown last and the tasks spoken of last, from the assistant's earlier words."""
    last = _last_reply(transcript.earlier)
    shown = [number for number, _ in shown_tasks(last)]
    return Situation(transcript.now, shown, mentioned_numbers(last))


def _last_reply(earlier: Sequence[Said]) -> str:
    """The assistant's last reply; small talk in between does no harm."""
    replies = (said.text for said in reversed(earlier) if said.role == "assistant")
    return next((text for text in replies if not is_small_talk(text)), "")
