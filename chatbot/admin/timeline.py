"""A run's tool calls as on the run's page, with all their details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from chatbot.domain.journal.approvals import proposal_result
from chatbot.models import Run, ToolCall
from streaming.log import iso

from .markup import counted, duration, moment, pretty_json


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """What `chat/_tool_call.html` shows."""

    call_id: str
    name: str
    state: str
    state_word: str
    text: str
    count: str
    duration: str
    error: str
    started_at_iso: str
    facts: tuple[tuple[str, str], ...]
    decision: str
    undone: bool


def steps_of(run: Run) -> list[TimelineStep]:
    return [_step(call, run) for call in run.tool_calls.all()]


def _step(call: ToolCall, run: Run) -> TimelineStep:
    is_left = call.status == ToolCall.Status.STARTING and not _is_in_hand(call, run)
    undone = call.undone_at is not None
    word = (
        gettext("Undone")
        if undone
        else gettext("Not finished")
        if is_left
        else call.get_status_display().capitalize()
    )
    return TimelineStep(
        call_id=call.call_id,
        name=call.name,
        state="unfinished" if is_left else call.status,
        state_word=word,
        text=call.message or call.name,
        count="" if call.count is None else f"{call.count:,}",
        duration=duration(call.duration_ms),
        error=call.error if call.error not in call.message else "",
        started_at_iso=iso(call.started_at),
        facts=tuple(_facts(call)),
        decision=decision_of(call),
        undone=undone,
    )


def _is_in_hand(call: ToolCall, run: Run) -> bool:
    """Whether the call is running or will be resumed; otherwise its attempt was lost or has ended."""
    is_held = run.status == Run.Status.RUNNING and call.attempt == run.attempt
    return is_held or (run.active and call.decision == ToolCall.Decision.APPROVED)


def _facts(call: Any) -> Iterator[tuple[str, str]]:
    """Callers annotate `call.changes_total`."""
    yield gettext("arguments"), pretty_json(call.arguments)
    if call.proposal is not None:
        yield gettext("asked"), _asked(call)
    if call.decision:
        yield gettext("decision"), decision_of(call)
    if call.approved_arguments is not None:
        yield gettext("approved with"), pretty_json(call.approved_arguments)
    if call.reached_out_at is not None:
        yield gettext("reached out"), str(moment(call.reached_out_at))
    yield gettext("output"), gettext("none yet") if call.output is None else pretty_json(call.output)
    if call.changes_total:
        yield gettext("changes"), counted(call.changes_total, "task")
    if call.undone_at is not None:
        yield gettext("undone"), str(moment(call.undone_at))
    yield (
        gettext("call"),
        gettext("%(call)s (attempt %(number)d)") % {"call": call.call_id, "number": call.attempt},
    )


def _asked(call: ToolCall) -> str:
    asked = proposal_result(call)
    named = ", ".join(f"#{task.number} {task.title}" for task in asked.tasks)
    more = asked.count - len(asked.tasks)
    return " ".join(
        filter(
            None,
            [asked.summary, named, gettext("and %(count)s more") % {"count": f"{more:,}"} if more else ""],
        )
    )


def decision_of(call: ToolCall) -> str:
    """Approved by ruth, 21 Nov 2026, 09:48"""
    if not call.decision:
        return ""
    decided = call.get_decision_display().capitalize()
    if call.decided_by:
        decided = gettext("%(decided)s by %(name)s") % {"decided": decided, "name": call.decided_by.username}
    return f"{decided}, {moment(call.decided_at)}"


def response_facts(response: Any) -> str:
    """A model's response in one line: text, tool calls, and tokens."""
    if not isinstance(response, dict):
        return ""
    items = response.get("output") or []
    kinds = [item.get("type") for item in items if isinstance(item, dict)]
    parts = []
    if calls := kinds.count("function_call"):
        parts.append(ngettext("%(count)d tool call", "%(count)d tool calls", calls) % {"count": calls})
    if "message" in kinds:
        parts.append(gettext("text"))
    return " · ".join(parts)
