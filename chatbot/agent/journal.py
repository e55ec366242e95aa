"""A model whose responses are written down, and that answers from them when a run is taken up again."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, cast
from uuid import uuid4

from agents import Model, ModelBehaviorError, ModelResponse, Usage
from agents.items import TResponseStreamEvent
from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseRefusalDeltaEvent,
    ResponseTextDeltaEvent,
)
from pydantic import BaseModel

from chatbot.domain.attempts import begin_turn
from chatbot.domain.budget import has_budget, require_budget_left
from chatbot.domain.text import storable, storable_json
from chatbot.domain.tool_calls import Call
from chatbot.domain.turns import record_turn

from .arguments import legible
from .context import RunContext
from .database import database
from .failures import AnswerCut
from .invoke import offered, refuse_unknown
from .tools import texts

_CUT_SHORT = {"response.failed", "response.incomplete"}
# In these ways the SDK breaks on an answer that is none of the API's.
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError)


class JournaledModel(Model):
    """Wraps the model of one attempt. A recorded turn costs no call of the provider and tells no tab anew."""

    def __init__(
        self, inner: Model, context: RunContext, given: dict[str, Any], recorded: list[dict[str, Any]]
    ) -> None:
        self._inner = inner
        self._context = context
        self._given = given
        self._recorded = recorded
        self._names = {tool.name for tool in offered(given)}

    async def get_response(self, *args: Any, **kwargs: Any) -> ModelResponse:
        turn, self._context.turn = self._context.turn, self._context.turn + 1
        if turn < len(self._recorded):
            response = Response.model_validate(self._recorded[turn])
            self._context.reply.begin_paragraph()
            self._context.reply.write(_text_of(response))
            await self._expect_calls(response)
        else:
            await self._require_budget()
            if self._context.turn > self._context.told:
                await database(begin_turn, self._context.claim, self._context.turn)
            async with aclosing(_readable(self._inner.stream_response(*args, **kwargs))) as events:
                response = await self._live(events)
            await self._record(turn, response)
        return ModelResponse(output=response.output, usage=Usage(), response_id=None)

    def stream_response(self, *args: Any, **kwargs: Any) -> AsyncIterator[TResponseStreamEvent]:
        """Not to be had: what people see while the model answers comes from the reply and the journal."""
        raise NotImplementedError

    async def close(self) -> None:
        await self._inner.close()

    async def _require_budget(self) -> None:
        if has_budget() and self._context.run is not None:
            await database(require_budget_left, self._context.run.owner)

    async def _live(self, events: AsyncIterator[TResponseStreamEvent]) -> Response:
        """The whole answer, read to its end; its text goes to people as it comes."""
        reply = self._context.reply
        begun = False
        event = completed = None
        async for event in events:
            if isinstance(event, ResponseRefusalDeltaEvent | ResponseTextDeltaEvent):
                if not begun:
                    reply.begin_paragraph()
                    begun = True
                reply.write(storable(event.delta))
            elif event.type in _CUT_SHORT:
                raise ModelBehaviorError("The model did not finish its answer.")
            elif isinstance(event, ResponseCompletedEvent):
                if not begun and (text := _text_of(event.response)):
                    reply.begin_paragraph()
                    reply.write(storable(text))
                completed = event.response
        if completed is not None:
            return completed
        if event is None:
            raise ModelBehaviorError("There is no answer at all.")
        raise AnswerCut("The stream ended without a completed answer.")

    async def _record(self, turn: int, response: Response) -> None:
        """An answer that cannot be gone on from is not recorded: a retry asks for it anew."""
        if not _calls(response) and not _text_of(response).strip():
            raise ModelBehaviorError("The model's answer is empty.")
        _make_fit(response)
        reply = self._context.reply
        await reply.flush()
        length = len(reply.text)
        first = self._first_call(response)
        begun = await database(
            record_turn, self._context.claim, turn, _recordable(response), reply.text, self._given, first
        )
        reply.stored(length)
        if first is not None and begun is not None:
            self._context.begun[first[0].call_id] = self._context.has_begun(begun)
        await self._expect_calls(response)

    def _first_call(self, response: Response) -> tuple[Call, str] | None:
        """The call that comes next, and what people are told of it; unless there is no such tool."""
        made = next(iter(_calls(response)), None)
        if made is None or made.name not in self._names:
            return None
        position = self._context.calls + 1 if self._context.calls else 0
        call = Call(made.call_id, made.name, json.loads(made.arguments), position)
        return call, texts.starting(made.name)

    async def _expect_calls(self, response: Response) -> None:
        """Of a tool that there is not, the SDK tells the model only; people are told here."""
        for made in _calls(response):
            self._context.last_call = made.call_id
            if made.name not in self._names:
                await refuse_unknown(self._context, made)


async def _readable(events: Any) -> AsyncGenerator[TResponseStreamEvent]:
    try:
        async with aclosing(events):
            async for event in events:
                # What the API sends beside its events comes as it is.
                if not isinstance(cast("object", event), BaseModel):
                    raise TypeError
                yield event
    except _UNREADABLE as error:
        raise ModelBehaviorError("The model's answer could not be read.") from error


def _make_fit(response: Response) -> None:
    """Some servers number the calls of each answer from 0, or not at all; here each is one of its kind."""
    for item in _calls(response):
        item.arguments = legible(item.arguments)
        item.call_id = f"call_{uuid4().hex}"


def _calls(response: Response) -> list[ResponseFunctionToolCall]:
    return [item for item in response.output if isinstance(item, ResponseFunctionToolCall)]


def _recordable(response: Response) -> dict[str, Any]:
    """What a replay needs of a response: not the echoed instructions and tools."""
    lean = response.model_copy(update={"instructions": None, "tools": []})
    recordable: dict[str, Any] = storable_json(lean.model_dump(exclude_none=True))
    return recordable


def _text_of(response: Response) -> str:
    return "".join(
        part.text if isinstance(part, ResponseOutputText) else part.refusal
        for item in response.output
        if isinstance(item, ResponseOutputMessage)
        for part in item.content
    )
