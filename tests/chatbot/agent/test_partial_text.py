"""The text of a reply is stored while it is streamed."""

from __future__ import annotations

import asyncio

from tests.chatbot.agent.chat import Chat
from tests.provider.script import Provider, says


async def test_text_is_stored_during_a_pause_of_the_model(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("Once", *[" upon"] * 20, pause=0.02, stop_after=12, then="stall"))
    run = await chat.submit("Tell me a story")
    attempt = await chat.begin(run, written=len("Once" + 5 * " upon"))
    await chat.stop(run)
    await asyncio.wait_for(attempt, 10)
