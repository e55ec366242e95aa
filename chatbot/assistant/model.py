"""The model that the Agents SDK's Runner talks to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any, cast

from agents import ModelResponse, Usage, UserError, generation_span
from agents.agent_output import AgentOutputSchemaBase
from agents.handoffs import Handoff
from agents.items import TResponseInputItem, TResponseOutputItem, TResponseStreamEvent
from agents.model_settings import ModelSettings
from agents.models.interface import Model, ModelTracing
from agents.tool import Tool
from openai.types.responses.response_prompt_param import ResponsePromptParam

from chatbot.formatting.reader import formatted_for

from .planner import decide
from .plans.proposing import propose
from .response_events import MODEL_NAME, output_items, stream_events
from .tool_uses import ToolUse
from .transcript import read_transcript

PLAN = "ProposedPlan"  # the one kind of structured output that the rules compose


class OfflineModel(Model):
    """Understands task requests by rules; holds no state, so any process can go on with a run.

    `word_delay` is the pause in seconds between the words of a streamed reply.
    """

    def __init__(self, word_delay: float = 0.0) -> None:
        self._word_delay = word_delay

    async def get_response(
        self,
        system_instructions: str | None,
        input: str | list[TResponseInputItem],  # noqa: A002 - the SDK passes it by this name
        model_settings: ModelSettings,
        tools: list[Tool],
        output_schema: AgentOutputSchemaBase | None,
        handoffs: list[Handoff],
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: ResponsePromptParam | None,
    ) -> ModelResponse:
        with generation_span(model=MODEL_NAME, disabled=tracing.is_disabled()):
            items = _respond(system_instructions, input, tools, output_schema)
        return ModelResponse(output=items, usage=Usage(requests=1), response_id=None)

    async def stream_response(
        self,
        system_instructions: str | None,
        input: str | list[TResponseInputItem],  # noqa: A002 - the SDK passes it by this name
        model_settings: ModelSettings,
        tools: list[Tool],
        output_schema: AgentOutputSchemaBase | None,
        handoffs: list[Handoff],
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: ResponsePromptParam | None,
    ) -> AsyncIterator[TResponseStreamEvent]:
        with generation_span(model=MODEL_NAME, disabled=tracing.is_disabled()):
            items = _respond(system_instructions, input, tools, output_schema)
        for event in stream_events(items):
            if self._word_delay and event.type == "response.output_text.delta":
                await asyncio.sleep(self._word_delay)
            yield event


def _respond(
    instructions: str | None,
    items: str | list[TResponseInputItem],
    tools: list[Tool],
    output_schema: AgentOutputSchemaBase | None,
) -> list[TResponseOutputItem]:
    entries = items if isinstance(items, str) else cast(Iterable[Mapping[str, Any]], items)
    is_text = output_schema is None or output_schema.is_plain_text()
    output = None if is_text or output_schema is None else output_schema.name()
    return output_items(respond(instructions, entries, {tool.name for tool in tools}, output))


def respond(
    instructions: str | None, items: str | Iterable[Mapping[str, Any]], tools: set[str], output: str | None
) -> list[ToolUse] | str:
    """Decide upon the transcript. Raises UserError if structured output other than a plan is demanded, which
    rules can't compose."""
    transcript = read_transcript(instructions, items)
    if output is None:
        return decide(transcript, tools)
    if output == PLAN:
        with formatted_for(transcript.dates):
            return propose(transcript, instructions or "")
    raise UserError(f"The offline assistant answers in plain text; it cannot produce {output}.")
