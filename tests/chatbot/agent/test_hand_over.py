"""A process that ends releases its run, at any point of the run."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, ClassVar
from uuid import UUID

import pytest
from channels.layers import InMemoryChannelLayer, channel_layers
from pytest_django.fixtures import Settings

from chatbot.domain.runs import attempts
from chatbot.models import Run
from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, says


class HeldLayer(InMemoryChannelLayer):  # type: ignore[misc]
    """Lets a test do something while a run's last event is notified."""

    notifying: ClassVar[asyncio.Event]
    released: ClassVar[asyncio.Event]

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if '"agent_done"' in message.get("payload", ""):
            self.notifying.set()
            await self.released.wait()


async def test_while_it_is_being_claimed(
    configured: Provider, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured.play(says("Hello."))
    claimed, ended = asyncio.Event(), threading.Event()
    loop, claim = asyncio.get_running_loop(), attempts.claim_run

    def claim_slowly(run_id: UUID) -> Run | None:
        done = claim(run_id)
        loop.call_soon_threadsafe(claimed.set)
        assert ended.wait(10)
        return done

    monkeypatch.setattr(attempts, "claim_run", claim_slowly)
    run = await chat.submit("Hello")
    attempt = asyncio.create_task(chat.execute(run))
    await asyncio.wait_for(claimed.wait(), 10)
    attempt.cancel()
    ended.set()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    run = await chat.run(run)
    assert (run.status, run.lease_until, run.losses) == (Run.Status.QUEUED, None, 0)
    assert (await chat.types(run))[-1] == "run_retrying"
    monkeypatch.undo()


async def test_while_its_last_event_is_notified(configured: Provider, chat: Chat, settings: Settings) -> None:
    configured.play(says("Hello."))
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": f"{__name__}.HeldLayer"}}
    channel_layers.backends.clear()
    HeldLayer.notifying, HeldLayer.released = asyncio.Event(), asyncio.Event()
    run = await chat.submit("Hello")
    attempt = asyncio.create_task(chat.execute(run))
    await asyncio.wait_for(HeldLayer.notifying.wait(), 10)
    attempt.cancel()
    HeldLayer.released.set()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert (await chat.ending(run))[0] == "agent_done"
    assert (await chat.run(run)).status == Run.Status.SUCCEEDED
