"""A conversation as the page shows it: turns, each a person's message with the runs that answer it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from django.urls import reverse

from chatbot.domain.markdown import render_markdown
from chatbot.models import Conversation, Message, Run, ToolCall
from chatbot.pages.blank import NIL
from chatbot.pages.phrases import clock, duration
from streaming.log import iso

TURNS_SHOWN = 30

STATE_WORDS = {
    "starting": "Working",
    "done": "Done",
    "failed": "Failed",
    "declined": "Declined",
    "stopped": "Stopped",
    "awaiting_approval": "Waiting for approval",
    "unfinished": "Not finished",
}
REPLY_WORDS = {Message.State.STOPPED: "Stopped", Message.State.FAILED: "Not finished"}


@dataclass(frozen=True, slots=True)
class MessageView:
    id: str
    role: str
    state: str = ""
    state_label: str = ""
    text: str = ""
    html: str = ""
    position: int | str = ""
    created_at_iso: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """One tool call. `unfinished`: its attempt was lost, and it is taken up again, if the run goes on."""

    call_id: str = ""
    name: str = ""
    state: str = "starting"
    text: str = ""
    count: str = ""
    duration: str = ""
    error: str = ""
    started_at_iso: str = ""
    part: int = 0
    total: int = 0  # shown as a bar where it is known, and the step is at work
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def state_word(self) -> str:
        return STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class RunView:
    id: str
    status: str
    attempt: int
    steps: tuple[StepView, ...]
    reply: MessageView
    started_at_iso: str = ""
    summary: str = ""
    waiting: str = ""
    waiting_state: str = "queued"
    error: str = ""
    retryable: bool = True

    @property
    def active(self) -> bool:
        return self.status in Run.ACTIVE

    @property
    def bare(self) -> bool:
        """Without a lid: it saves no room over one step, and there is none while the run is at work."""
        return self.active or len(self.steps) < 2

    @property
    def open(self) -> bool:
        return self.bare or self.status != Run.Status.SUCCEEDED

    @property
    def empty(self) -> bool:
        return not self.steps and not self.waiting

    @property
    def retry_url(self) -> str:
        return reverse("run-retry", args=[self.id])


@dataclass(frozen=True, slots=True)
class TurnView:
    message: MessageView
    runs: tuple[RunView, ...] = ()


BLANK_TURN = TurnView(MessageView("", "user"))
BLANK_RUN = RunView(str(NIL), "queued", 0, (), MessageView("", "assistant"))
BLANK_STEP = StepView()


def turns_of(conversation: Conversation, tz: tzinfo, shown: int) -> tuple[list[TurnView], bool]:
    """The last turns in order, and whether there are earlier ones."""
    asked = conversation.messages.filter(role=Message.Role.USER).order_by("-position")
    messages = list(asked[: shown + 1])
    has_earlier = len(messages) > shown
    messages = messages[shown - 1 :: -1] if has_earlier else messages[::-1]
    runs = _runs_by_trigger(messages)
    turns = [
        TurnView(_message(message, tz), tuple(run_view(run, tz) for run in runs[message.pk]))
        for message in messages
    ]
    return turns, has_earlier


def _runs_by_trigger(messages: Iterable[Message]) -> defaultdict[UUID, list[Run]]:
    runs = Run.objects.filter(trigger__in=messages).select_related("reply")
    grouped: defaultdict[UUID, list[Run]] = defaultdict(list)
    for run in runs.prefetch_related("tool_calls", "continuations").order_by("reply__position"):
        grouped[run.trigger_id].append(run)
    return grouped


def run_view(run: Run, tz: tzinfo) -> RunView:
    calls = list(run.tool_calls.all())
    steps = tuple(_step(call, run) for call in calls)
    has_failed = run.status == Run.Status.FAILED
    return RunView(
        id=str(run.pk),
        status=run.status,
        attempt=run.attempt,
        steps=steps,
        reply=_message(run.reply, tz),
        started_at_iso=iso(run.started_at) if run.started_at else "",
        summary=_summary(run, steps),
        waiting=_waiting(run, steps),
        waiting_state="queued" if run.status == Run.Status.QUEUED else "thinking",
        error=run.error if has_failed else "",
        retryable=has_failed and not run.continuations.all(),
    )


def _message(message: Message, tz: tzinfo) -> MessageView:
    is_reply = message.role == Message.Role.ASSISTANT
    is_finished = is_reply and message.state == Message.State.COMPLETE
    return MessageView(
        id=str(message.pk),
        role=message.role,
        state=message.state,
        state_label=REPLY_WORDS.get(Message.State(message.state), "") if is_reply else "",
        text=message.content,
        html=render_markdown(message.content) if is_finished else "",
        position=message.position,
        created_at_iso=iso(message.created_at),
        time=clock(message.created_at, tz),
    )


def _step(call: ToolCall, run: Run) -> StepView:
    state = str(call.status)
    is_held = run.status == Run.Status.RUNNING and call.attempt == run.attempt
    if call.status == ToolCall.Status.STARTING and not is_held:
        state = "stopped" if run.status == Run.Status.CANCELLED else "unfinished"
    return StepView(
        call_id=call.call_id,
        name=call.name,
        state=state,
        text=call.message,
        count=_count(call),
        part=call.count or 0,
        total=(call.total or 0) if state == "starting" else 0,
        duration=duration(call.duration_ms) if call.duration_ms is not None else "",
        error=call.error if call.error not in call.message else "",
        started_at_iso=iso(call.started_at),
        facts=tuple(
            (name.replace("_", " "), _fact(value))
            for name, value in call.arguments.items()
            if value is not None
        ),
    )


def _count(call: ToolCall) -> str:
    """A number that the friendly line says already is not said twice."""
    if call.count is None or str(call.count) in call.message.split():
        return ""
    return str(call.count)


def _fact(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(str(item) for item in value)
        case dict():
            return json.dumps(value)
        case _:
            return str(value)


def _summary(run: Run, steps: tuple[StepView, ...]) -> str:
    parts = [f"{len(steps)} {'step' if len(steps) == 1 else 'steps'}"]
    if failed := sum(step.state == "failed" for step in steps):
        parts.append(f"{failed} failed")
    if took := _milliseconds(run.started_at, run.finished_at):
        parts.append(duration(took))
    return " · ".join(parts)


def _milliseconds(start: datetime | None, end: datetime | None) -> float:
    return (end - start).total_seconds() * 1000 if start and end else 0


def _waiting(run: Run, steps: tuple[StepView, ...]) -> str:
    """What an active run says where neither a step nor its text shows that it is at work."""
    if run.status == Run.Status.QUEUED:
        return "That was interrupted. Trying again..." if run.attempt else "Waiting to start..."
    is_quiet = not run.reply.content and all(step.state != "starting" for step in steps)
    return "Processing your request..." if run.status == Run.Status.RUNNING and is_quiet else ""
