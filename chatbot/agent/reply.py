"""Streams the reply: its text to the tabs, in coalesced pieces, and to the database."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Self

from django.conf import settings

from chatbot.domain.events import DeltaResult, MessageDelta
from chatbot.domain.publish import stream_of
from chatbot.domain.runs.attempts import Claim, save_text
from streaming.notify import send_live

from .bounds import wrote_too_much
from .database import database

COALESCE = 0.04  # seconds between two frames of text
CHECKPOINT = 0.6  # seconds between two writes of the text: 16 of an answer of ten seconds
# Each write stores the whole text, so a long one is written less often: at most this many characters a
# second.
CHECKPOINT_RATE = 100_000
FRAME_CHARACTERS = 2_048


class Reply:
    """Accepts text without waiting; a separate task sends and stores it.

    Reading from the model never waits for a tab, the layer or the database. At the end of `async with` the
    text is flushed; after an error, the text so far is stored.
    """

    def __init__(self, claim: Claim) -> None:
        self.length = 0
        self._pieces: list[str] = []
        self._unsent: list[str] = []
        self._claim = claim
        self._sent = 0
        self._stored = 0
        self._stored_at = 0.0
        self._hurry = asyncio.Event()
        self._is_complete = False
        self._is_published = False  # by this attempt
        self._writer: asyncio.Task[None] | None = None

    @property
    def text(self) -> str:
        self._pieces = ["".join(self._pieces)]
        return self._pieces[0]

    def write(self, delta: str) -> None:
        """Raises `OutOfBounds` if the reply exceeds `ANSWER_LIMIT`; it is stored up to there."""
        room = settings.ANSWER_LIMIT - self.length
        self._write(delta[:room])
        if len(delta) > room:
            raise wrote_too_much()

    def take_back(self, length: int) -> None:
        """Cut the reply to that length. Tabs replace the rest by the following text."""
        kept = self.text[:length]
        self._pieces, self.length = [kept], len(kept)
        self._sent = min(self._sent, length)
        self._stored = min(self._stored, length)
        self._unsent = [kept[self._sent :]]

    def begin_paragraph(self) -> None:
        """Separate the text of the next turn from the earlier text."""
        if self.length and not self.text.endswith("\n\n"):
            self.write("\n\n")

    def conclude(self) -> None:
        """The text is complete. If none of it has been published yet, the end of the run publishes it."""
        self._is_complete = True

    async def flush(self) -> None:
        """Send pending text at once, and raise an error of the writer."""
        writer, self._writer = self._writer, None
        if writer is not None:
            self._hurry.set()
            await writer
            self._hurry.clear()

    async def finish(self) -> None:
        """Send and store the text, also that of an incomplete answer."""
        await self.flush()
        await self._store()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            await self.flush()
        else:
            await self.finish()

    def stored(self, length: int) -> None:
        """The journal has stored the text up to that length."""
        self._stored = max(self._stored, length)
        self._is_published = self._is_published or length > 0
        self._stored_at = time.monotonic()

    def _write(self, delta: str) -> None:
        self._pieces.append(delta)
        self._unsent.append(delta)
        self.length += len(delta)
        # Keep a failed writer, so that `flush` raises its error.
        if self._writer is None or (self._writer.done() and not self._writer.exception()):
            self._writer = asyncio.create_task(self._write_on())

    async def _write_on(self) -> None:
        """Run until all text is sent, and stored unless a step of the journal stores it next.

        A model may pause for long. Never cancelled by `flush`, so that no piece is lost half-way.
        """
        while self._sent < self.length or (self._stored < self.length and not self._hurry.is_set()):
            if self._is_complete and not self._is_published:
                return
            if self._is_due():
                await self._store()
            await self._send()
            if self.length - self._sent < FRAME_CHARACTERS:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._hurry.wait(), COALESCE)

    def _is_due(self) -> bool:
        pause = CHECKPOINT + self.length / CHECKPOINT_RATE
        return self._stored == 0 or time.monotonic() - self._stored_at > pause

    async def _store(self) -> None:
        """The first text publishes the message, so that tabs know it before the first piece."""
        if self.length > self._stored:
            text = self.text
            await database(save_text, self._claim, text, again=self._is_published)
            self.stored(len(text))

    async def _send(self) -> None:
        while self._sent < self.length:
            text = "".join(self._unsent)
            piece, self._unsent = text[:FRAME_CHARACTERS], [text[FRAME_CHARACTERS:]]
            offset, self._sent = self._sent, self._sent + len(piece)
            delta = MessageDelta(
                **self._claim.ids,
                message_id=self._claim.reply_id,
                result=DeltaResult(offset=offset, text=piece),
            )
            await send_live(stream_of(self._claim.owner_id), *delta.record())
