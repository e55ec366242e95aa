"""Decides the next tool calls, or the reply: a pure function of the transcript and the available tools."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from chatbot.formatting.request_dates import formatted_for, written_in
from chatbot.formatting.sentences import marked, say, say_again

from .actions.carrying_out import carry_out_all
from .actions.steps import Calls, Outcomes, Situation, Steps
from .actions.talking import is_small_talk
from .answer_language import language_of
from .answers import understand
from .cards import point_at_card
from .language.context import known_lists
from .outcomes import Outcome, read_outcome
from .plans.working import work_on
from .questions import mentioned_numbers, shown_tasks
from .tool_uses import ToolUse
from .transcript import RecordedCall, Transcript

_LOST = marked(
    "Something changed while I was working on this, so I stopped. Please look at your list and tell me "
    "again what to do."
)

# Of the tools, which write for models.
_ERRORS = (marked("There is no task #{number}."),)


def decide(transcript: Transcript, available: Collection[str]) -> Calls | str:
    """The next tool calls, or the reply if no call is left to make."""
    # The language of the answer depends on the settings before it.
    with formatted_for(transcript.dates), known_lists(transcript.lists), written_in(language_of(transcript)):
        if transcript.part:
            return run_steps(work_on(transcript), transcript.calls, available)
        if (pointer := point_at_card(transcript)) is not None:
            return pointer
        commands = understand(transcript.message, transcript.earlier, transcript.now)
        return run_steps(carry_out_all(commands, _situation(transcript)), transcript.calls, available)


def run_steps(steps: Steps[str], calls: Sequence[RecordedCall], available: Collection[str]) -> Calls | str:
    """Run the steps over the recorded calls. Returns the next calls, or the reply if the steps have ended."""
    recorded = list(calls)
    try:
        wanted = next(steps)
        while True:
            possible = [use for use in wanted if use.name in available]
            made, recorded = recorded[: len(possible)], recorded[len(possible) :]
            if [call.name for call in made] != [use.name for use in possible[: len(made)]]:
                return say(_LOST)
            if len(made) < len(possible):
                return possible[len(made) :]
            wanted = steps.send(_outcomes(wanted, made, available))
    except StopIteration as end:
        return str(end.value)


def _outcomes(wanted: Calls, made: Sequence[RecordedCall], available: Collection[str]) -> Outcomes:
    calls = iter(made)
    return [_outcome(use, next(calls) if use.name in available else None) for use in wanted]


def _outcome(use: ToolUse, call: RecordedCall | None) -> Outcome:
    if call is None:
        return Outcome(
            error=say("I can't do that here: the tool {tool} is not available to me.", tool=use.name)
        )
    if call.output is None:
        return Outcome(error=say("I got no answer from {tool}.", tool=use.name))
    outcome = read_outcome(call.output)
    return replace(outcome, error=say_again(outcome.error, _ERRORS)) if outcome.error else outcome


def _situation(transcript: Transcript) -> Situation:
    """The tasks that the last reply listed and mentioned, ignoring small talk after it."""
    replies = (said.text for said in reversed(transcript.earlier) if said.role == "assistant")
    last = next((text for text in replies if not is_small_talk(text)), "")
    shown = [number for number, _ in shown_tasks(last)]
    return Situation(transcript.now, shown, mentioned_numbers(last))
