"""A run's tool calls, as the timeline of the pages shows them, with all that is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chatbot.models import Run, ToolCall
from streaming.log import iso

from .markup import duration, pretty_json


@dataclass(frozen=True, slots=True)
class Step:
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


def steps_of(run: Run) -> list[Step]:
    return [_step(call, run) for call in run.tool_calls.all()]


def _step(call: ToolCall, run: Run) -> Step:
    # Its attempt was lost or has ended: nobody is at work on it.
    is_left = call.status == ToolCall.Status.STARTING and not (
        run.status == Run.Status.RUNNING and call.attempt == run.attempt
    )
    return Step(
        call_id=call.call_id,
        name=call.name,
        state="unfinished" if is_left else call.status,
        state_word="Not finished" if is_left else call.get_status_display().capitalize(),
        text=call.message or call.name,
        count="" if call.count is None else f"{call.count:,}",
        duration=duration(call.duration_ms),
        error=call.error if call.error not in call.message else "",
        started_at_iso=iso(call.started_at),
        facts=tuple(_facts(call)),
    )


def _facts(call: ToolCall) -> Iterator[tuple[str, str]]:
    yield "arguments", pretty_json(call.arguments)
    yield "output", "none yet" if call.output is None else pretty_json(call.output)
    yield "call", f"{call.call_id} (attempt {call.attempt})"


def response_facts(response: Any) -> str:
    """In a line, what a model's response holds: text, tool calls, and the tokens that it took."""
    if not isinstance(response, dict):
        return ""
    items = response.get("output") or []
    kinds = [item.get("type") for item in items if isinstance(item, dict)]
    parts = []
    if calls := kinds.count("function_call"):
        parts.append(f"{calls} tool call{'' if calls == 1 else 's'}")
    if "message" in kinds:
        parts.append("text")
    usage = response.get("usage")
    if isinstance(usage, dict) and usage.get("total_tokens"):
        parts.append(f"{usage['total_tokens']:,} tokens")
    return " · ".join(parts)
