"""The model's thinking: sent to tabs while it is streamed, and stored once it ends."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

from chatbot.domain.events import ThinkingDelta, ThoughtResult
from chatbot.domain.publish import stream_of
from chatbot.domain.runs.attempts import Claim
from streaming.notify import send_live

from .run_journal import RunJournal

PAUSE = 0.2  # seconds between two frames
FRAME_CHARACTERS = 2_048  # a frame has the last ones of the text since the previous frame


class Thoughts:
    """Of one turn. Accepts text without waiting; a separate task sends it, until it is closed."""

    def __init__(self, claim: Claim, journal: RunJournal) -> None:
        self._claim = claim
        self._journal = journal
        self._pieces: list[str] = []
        self._unsent = ""
        self._since: float | None = None  # when the current thinking began
        self._duration = 0.0
        self._sender: asyncio.Task[None] | None = None

    def add(self, text: str) -> None:
        if self._since is None:
            self._since = time.monotonic()
        self._pieces.append(text)
        self._unsent = (self._unsent + text)[-FRAME_CHARACTERS:]
        if self._sender is None:
            self._sender = asyncio.create_task(self._send())

    async def end(self) -> None:
        """Something else follows: store the thinking first. It may resume."""
        if self._since is None:
            return
        self._duration += time.monotonic() - self._since
        self._since = None
        await self._flush()  # no piece may follow the end
        if text := "".join(self._pieces).strip():
            await self._journal.keep_thinking(text, timedelta(seconds=self._duration))

    async def aclose(self) -> None:
        if self._sender is not None:
            self._sender.cancel()
            await asyncio.gather(self._sender, return_exceptions=True)

    async def _send(self) -> None:
        while True:
            await self._flush()
            await asyncio.sleep(PAUSE)

    async def _flush(self) -> None:
        if self._unsent:
            text, self._unsent = self._unsent, ""
            thought = ThinkingDelta(**self._claim.ids, result=ThoughtResult(text=text))
            await send_live(stream_of(self._claim.owner_id), *thought.record())
