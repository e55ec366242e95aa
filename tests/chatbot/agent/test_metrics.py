"""What a run adds to the metrics of its process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.dispatch import Signal
from prometheus_client import REGISTRY

from chatbot.domain.signals import run_ended, tokens_used, tool_ended, turn_ended
from chatbot.metrics import instruments
from streaming.signals import events_delivered
from tests.chatbot.agent.chat import Chat
from tests.factories import TaskFactory
from tests.provider.script import Provider, call, calls, refuses, says

SIGNALS: list[Signal] = [run_ended, turn_ended, tool_ended, tokens_used, events_delivered]


@pytest.fixture(autouse=True)
def connected() -> Iterator[None]:
    before = [list(signal.receivers) for signal in SIGNALS]
    instruments.connect()
    yield
    for signal, receivers in zip(SIGNALS, before, strict=True):
        signal.receivers = receivers
        signal.sender_receivers_cache.clear()


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_a_run_is_counted_with_its_turns_tools_and_tokens(configured: Provider, chat: Chat) -> None:
    model = configured.model
    counted: dict[str, Any] = {
        "run": ("lockstep_run_seconds_count", {"status": "succeeded", "purpose": "chat"}),
        "turn": ("lockstep_turn_seconds_count", {"model": model, "result": "answered"}),
        "done": ("lockstep_tool_seconds_count", {"tool": "complete_task", "result": "done"}),
        "refused": ("lockstep_tool_seconds_count", {"tool": "complete_task", "result": "refused"}),
        "tokens": ("lockstep_tokens_total", {"model": model, "direction": "input"}),
    }
    before = {key: value(name, **labels) for key, (name, labels) in counted.items()}
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Buy milk")
    configured.play(calls(call("complete_task", number=1), call("complete_task", number=9)), says("Done."))
    await chat.ask("Milk is bought")
    added = {key: value(name, **labels) - before[key] for key, (name, labels) in counted.items()}
    assert added.pop("tokens") > 0
    assert added == {"run": 1, "turn": 2, "done": 1, "refused": 1}


async def test_a_failed_run_is_counted_once(configured: Provider, chat: Chat) -> None:
    failed = {"status": "failed", "purpose": "chat"}
    before = value("lockstep_run_seconds_count", **failed)
    configured.play(refuses(401))
    await chat.ask("Hello")
    assert value("lockstep_run_seconds_count", **failed) == before + 1
