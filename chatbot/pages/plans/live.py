"""What the agent of a running step is doing, and the text that it is writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chatbot.models import Message, Run
from chatbot.pages.chat.steps import StepView
from chatbot.pages.plans import badges
from chatbot.pages.plans.badges import Badge


@dataclass(frozen=True, slots=True)
class Stream:
    """The text of a run while it is streamed by that `attempt`."""

    run_id: str
    attempt: int
    text: str


def activity_of(run: Run, calls: Iterable[StepView]) -> Badge:
    """What an active run is doing: using a tool, writing its result, or else thinking."""
    if any(call.state == "starting" for call in calls):
        return badges.ACTING
    return badges.WORKING if run.reply.state == Message.State.STREAMING else badges.THINKING


def stream_of(run: Run) -> Stream:
    is_text = run.reply.state in {Message.State.PENDING, Message.State.STREAMING}
    return Stream(str(run.pk), run.attempt, run.reply.content if is_text else "")
