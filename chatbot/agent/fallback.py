"""A fallback model, used if the first one does not answer."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

from .endpoint.answer import AnsweringModel, Piece, Waiting
from .endpoint.faults import Fault
from .endpoint.request import Request

logger = logging.getLogger(__name__)

# A second model would fail with these as well, or they are an answer.
_NOT_OF_THE_MODEL = {"context_overflow", "content_filter"}


class FallbackModel:
    """Uses `first`; once that has failed before any text, uses `second` from then on."""

    def __init__(self, first: AnsweringModel, second: AnsweringModel) -> None:
        self._first = first
        self._second = second
        self._at = first

    @property
    def name(self) -> str:
        return self._at.name

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        has_spoken = False
        try:
            async with aclosing(self._at.answer(request)) as pieces:
                async for piece in pieces:
                    has_spoken = has_spoken or not isinstance(piece, Waiting)
                    yield piece
            return
        except Fault as fault:
            if has_spoken or self._at is self._second or fault.kind in _NOT_OF_THE_MODEL:
                raise
            logger.warning("%s failed (%s); %s answers instead", self.name, fault.kind, self._second.name)
            self._at = self._second
        async with aclosing(self._at.answer(request)) as pieces:
            async for piece in pieces:
                yield piece

    async def close(self) -> None:
        try:
            await self._first.close()
        finally:
            await self._second.close()
