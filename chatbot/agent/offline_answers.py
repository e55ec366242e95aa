"""The offline assistant instead of an endpoint: for the agent's runs, and for any Runner of the SDK."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from json import dumps
from typing import Any
from uuid import uuid4

from agents import Model, ModelResponse
from agents import Usage as SdkUsage
from agents.agent_output import AgentOutputSchemaBase
from agents.items import TResponseInputItem, TResponseStreamEvent
from agents.model_settings import ModelSettings
from agents.tool import Tool

from chatbot.agent.endpoint.answer import Answer, MadeCall, Piece, Text, Usage
from chatbot.agent.endpoint.request import Request
from chatbot.offline_assistant.model import MODEL_NAME, respond
from chatbot.offline_assistant.tool_uses import ToolUse

from .sdk_items import output_items, request_of

_NO_TOKENS = Usage(input_tokens=0, output_tokens=0, total_tokens=0)


class OfflineAnswers:
    name = MODEL_NAME

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        answer = _answer(request)
        if answer.text:
            yield Text(answer.text)
        yield answer

    async def close(self) -> None:
        """It has nothing to close."""


class OfflineModel(Model):
    """For other Runners than the agent's, such as that of a test. Stateless."""

    async def get_response(
        self,
        system_instructions: str | None,
        input: str | list[TResponseInputItem],  # noqa: A002 - the SDK passes it by this name
        model_settings: ModelSettings,
        tools: list[Tool],
        output_schema: AgentOutputSchemaBase | None,
        *_: Any,
        **__: Any,
    ) -> ModelResponse:
        answer = _answer(request_of(system_instructions, input, tools, output_schema))
        return ModelResponse(output=output_items(answer), usage=SdkUsage(), response_id=None)

    def stream_response(self, *args: Any, **kwargs: Any) -> AsyncIterator[TResponseStreamEvent]:
        """Not supported, since an answer by rules is not streamed."""
        raise NotImplementedError


def _answer(request: Request) -> Answer:
    decision = respond(
        request.instructions,
        request.items,
        {tool.name for tool in request.tools},
        request.output.name if request.output else None,
    )
    if isinstance(decision, str):
        return Answer([Text(decision)], usage=_NO_TOKENS, model=MODEL_NAME)
    return Answer([_made(use) for use in decision], usage=_NO_TOKENS, model=MODEL_NAME)


def _made(use: ToolUse) -> MadeCall:
    return MadeCall(use.name, dumps(use.arguments, ensure_ascii=False), call_id=f"call_{uuid4().hex}")
