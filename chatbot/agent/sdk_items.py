"""Converts between the Agents SDK's items and ours."""

from __future__ import annotations

from typing import Any, cast

from agents import FunctionTool
from agents.agent_output import AgentOutputSchemaBase
from agents.items import TResponseInputItem, TResponseOutputItem
from agents.tool import Tool
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseReasoningItem,
)

from .endpoint.answer import Answer, Item, MadeCall, Reasoning, Text
from .endpoint.request import OfferedTool, OutputSchema, Request

# They read, add, or change only the task whose number they are given, whatever else a model sends.
_MAY_DROP_KEYS = {"add_task", "list_tasks", "search_tasks", "complete_task", "delete_task"}


def request_of(
    instructions: str | None,
    items: str | list[TResponseInputItem],
    tools: list[Tool],
    output: AgentOutputSchemaBase | None,
) -> Request:
    given = [{"role": "user", "content": items}] if isinstance(items, str) else items
    return Request(
        instructions=instructions or "",
        items=cast("list[dict[str, Any]]", given),
        tools=[
            OfferedTool(
                tool.name,
                tool.description,
                tool.params_json_schema,
                may_drop_keys=tool.name in _MAY_DROP_KEYS,
                is_ours=tool.strict_json_schema,
            )
            for tool in tools
            if isinstance(tool, FunctionTool)
        ],
        output=None
        if output is None or output.is_plain_text()
        else OutputSchema(output.name(), output.json_schema()),
    )


def output_items(answer: Answer) -> list[TResponseOutputItem]:
    """The SDK returns these with the next request, `provider_data` included."""
    return [_output_item(index, item) for index, item in enumerate(answer.items)]


def _output_item(index: int, item: Item) -> TResponseOutputItem:
    match item:
        case Text():
            part = ResponseOutputText(type="output_text", text=item.text, annotations=[], logprobs=[])
            return ResponseOutputMessage(
                id=f"msg_{index}", type="message", role="assistant", status="completed", content=[part]
            )
        case MadeCall():
            return ResponseFunctionToolCall.model_validate(
                {
                    "id": f"fc_{index}",
                    "type": "function_call",
                    "call_id": item.call_id,
                    "name": item.name,
                    "arguments": item.arguments,
                    "provider_data": {"extra": item.extra},
                }
            )
        case Reasoning():
            return ResponseReasoningItem.model_validate(
                {
                    "id": f"rs_{index}",
                    "type": "reasoning",
                    "summary": [],
                    "provider_data": {"fields": item.fields, "model": item.model},
                }
            )
