"""Send the model's thinking to tabs while it is streamed. It is never stored."""

from __future__ import annotations

import asyncio

from chatbot.domain.events import ThinkingDelta, ThoughtResult
from chatbot.domain.publish import stream_of
from chatbot.domain.runs.attempts import Claim
from streaming.notify import send_live

PAUSE = 0.2  # seconds between two frames
FRAME_CHARACTERS = 2_048  # a frame has the last ones of the text since the previous frame


class Thoughts:
    """Accepts text without waiting; a separate task sends it, until it is closed."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._unsent = ""
        self._sender: asyncio.Task[None] | None = None

    def add(self, text: str) -> None:
        self._unsent = (self._unsent + text)[-FRAME_CHARACTERS:]
        if self._sender is None:
            self._sender = asyncio.create_task(self._send())

    async def aclose(self) -> None:
        if self._sender is not None:
            self._sender.cancel()
            await asyncio.gather(self._sender, return_exceptions=True)

    async def _send(self) -> None:
        while True:
            if self._unsent:
                text, self._unsent = self._unsent, ""
                thought = ThinkingDelta(**self._claim.ids, result=ThoughtResult(text=text))
                await send_live(stream_of(self._claim.owner_id), *thought.record())
            await asyncio.sleep(PAUSE)
