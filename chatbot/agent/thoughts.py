"""The model's thinking: sent to tabs while it is streamed, and stored at intervals and when it ends."""

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
CHECKPOINT = 2  # seconds between two writes
FRAME_CHARACTERS = 2_048  # a frame has the last ones of the text since the previous frame


class Thoughts:
    """Of one turn. Accepts text without waiting; a separate task sends and stores it, until it is closed.

    Thinking that ends with the run, since that is stopped or fails, is stored as far as it came.
    """

    def __init__(self, claim: Claim, journal: RunJournal) -> None:
        self._claim = claim
        self._journal = journal
        self._text = ""
        self._sent = 0
        self._stored = 0
        self._since: float | None = None  # when the current thinking began
        self._duration = 0.0
        self._sender: asyncio.Task[None] | None = None

    def add(self, text: str) -> None:
        if self._since is None:
            self._since = time.monotonic()
        self._text += text if self._text else text.lstrip()
        if self._sender is None:
            self._sender = asyncio.create_task(self._send())

    async def end(self) -> None:
        """Something else follows: store the thinking first. It may resume."""
        if self._since is None:
            return
        self._duration, self._since = self._took.total_seconds(), None
        await self._flush()  # no piece may follow the end
        if text := self._text.strip():
            self._stored = len(self._text)
            await self._journal.keep_thinking(text, self._took)

    async def aclose(self) -> None:
        if self._sender is not None:
            self._sender.cancel()
            await asyncio.gather(self._sender, return_exceptions=True)
        if self._since is not None:
            await self._keep_unfinished()

    @property
    def _took(self) -> timedelta:
        current = time.monotonic() - self._since if self._since is not None else 0.0
        return timedelta(seconds=self._duration + current)

    async def _send(self) -> None:
        stored_at = time.monotonic()
        while True:
            await self._flush()
            await asyncio.sleep(PAUSE)
            if time.monotonic() - stored_at >= CHECKPOINT:
                await self._keep_unfinished()
                stored_at = time.monotonic()

    async def _keep_unfinished(self) -> None:
        if self._stored < len(self._text) and (text := self._text.strip()):
            self._stored = len(self._text)
            await self._journal.keep_unfinished_thinking(text, self._took)

    async def _flush(self) -> None:
        start = max(self._sent, len(self._text) - FRAME_CHARACTERS)
        if text := self._text[start:]:
            self._sent = len(self._text)
            result = ThoughtResult(turn=self._journal.turn, offset=start, text=text)
            thought = ThinkingDelta(**self._claim.ids, result=result)
            await send_live(stream_of(self._claim.owner_id), *thought.record())
