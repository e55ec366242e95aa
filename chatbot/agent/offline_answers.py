"""The offline assistant where an endpoint could be."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from json import dumps

from chatbot.agent.endpoint.answer import Answer, MadeCall, Piece, Text, Usage
from chatbot.agent.endpoint.request import Request
from chatbot.assistant.model import MODEL_NAME, respond

_NO_TOKENS = Usage(input_tokens=0, output_tokens=0, total_tokens=0)


class OfflineAnswers:
    name = MODEL_NAME

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        decision = respond(
            request.instructions,
            request.items,
            {tool.name for tool in request.tools},
            request.output.name if request.output else None,
        )
        if isinstance(decision, str):
            yield Text(decision)
            yield Answer([Text(decision)], usage=_NO_TOKENS, model=MODEL_NAME)
        else:
            calls = [MadeCall(use.name, dumps(use.arguments, ensure_ascii=False)) for use in decision]
            yield Answer([*calls], usage=_NO_TOKENS, model=MODEL_NAME)

    async def close(self) -> None:
        """It holds nothing."""
