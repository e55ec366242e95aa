"""What takes the place of the model in a run that a client asked for."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from chatbot.domain.runs.lineage import lineage
from chatbot.models import Run, ToolCall

from .database import database
from .endpoint.answer import Answer, Piece, Text
from .endpoint.request import Request


class ClientCall:
    """The run's call is in the journal before the run starts. What is left is the answer: the call's line."""

    name = ""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        line = Text(await database(_line_of, self._run))
        yield line
        yield Answer([line])

    async def close(self) -> None:
        """Nothing is open."""


def _line_of(run: Run) -> str:
    calls = ToolCall.objects.filter(run__in=lineage(run)).order_by("-started_at")
    return calls.values_list("message", flat=True)[0]
