"""The assistant's door: from what a model is sent to what it answers, and as a model of the Agents SDK."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any, cast
from uuid import uuid4

from agents import Model, ModelResponse, Usage, UserError
from agents.agent_output import AgentOutputSchemaBase
from agents.items import TResponseInputItem, TResponseOutputItem, TResponseStreamEvent
from agents.model_settings import ModelSettings
from agents.tool import Tool
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from chatbot.formatting.reader import formatted_for

from .planner import decide
from .plans.proposing import propose
from .tool_uses import ToolUse
from .transcript import read_transcript

MODEL_NAME = "offline-assistant"
PLAN = "ProposedPlan"  # the one kind of structured output that the rules compose


def respond(
    instructions: str | None, items: str | Iterable[Mapping[str, Any]], tools: set[str], output: str | None
) -> list[ToolUse] | str:
    """The next tool calls, or the reply. Raises `UserError` for structured output that is no plan."""
    transcript = read_transcript(instructions, items)
    if output is None:
        return decide(transcript, tools)
    if output == PLAN:
        with formatted_for(transcript.dates):
            return propose(transcript, instructions or "")
    raise UserError(f"The offline assistant answers in plain text; it cannot produce {output}.")


class OfflineModel(Model):
    """For a Runner other than the agent's, such as that of a warm-up. Holds no state."""

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
        items = input if isinstance(input, str) else cast("list[Mapping[str, Any]]", input)
        output = None if output_schema is None or output_schema.is_plain_text() else output_schema.name()
        decision = respond(system_instructions, items, {tool.name for tool in tools}, output)
        return ModelResponse(output=_output_items(decision), usage=Usage(requests=1), response_id=None)

    def stream_response(self, *args: Any, **kwargs: Any) -> AsyncIterator[TResponseStreamEvent]:
        """Not supported: an answer by rules is there at once."""
        raise NotImplementedError


def _output_items(decision: list[ToolUse] | str) -> list[TResponseOutputItem]:
    """One message, or function calls with fresh ids."""
    if isinstance(decision, str):
        text = ResponseOutputText(type="output_text", text=decision, annotations=[])
        return [
            ResponseOutputMessage(
                id=f"msg_{uuid4().hex}", type="message", role="assistant", status="completed", content=[text]
            )
        ]
    return [
        ResponseFunctionToolCall(
            call_id=f"call_{uuid4().hex}",
            type="function_call",
            name=use.name,
            arguments=json.dumps(use.arguments, ensure_ascii=False),
        )
        for use in decision
    ]
