"""A model whose answers are written down, and that answers from them when a run is taken up again."""

from __future__ import annotations

import json
import math
import secrets
import string
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Never

from agents import Model, ModelResponse, Usage
from agents.agent_output import AgentOutputSchemaBase
from agents.handoffs import Handoff
from agents.items import TResponseInputItem
from agents.model_settings import ModelSettings
from agents.models.interface import ModelTracing
from agents.tool import Tool
from django.utils.translation import gettext as _
from openai.types.responses.response_prompt_param import ResponsePromptParam

from chatbot.domain.journal.budget import has_budget, require_budget_left
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.journal.turns import record_turn
from chatbot.domain.runs.attempts import announce_wait, begin_turn
from chatbot.domain.text import storable, storable_json
from chatbot.tools import starting_line

from .arguments import legible
from .bounds import MOST_CALLS, called_too_much
from .context import RunContext
from .database import database
from .endpoint.answer import Answer, AnsweringModel, Arrived, Text, Thinking, Unsaid, Waiting
from .endpoint.faults import Fault
from .endpoint.recorded import read_recorded, recordable
from .endpoint.request import Request
from .history_size import characters_in
from .invoke import offered, refuse_unknown
from .sdk_items import output_items, request_of
from .shortening import shortened
from .thoughts import Thoughts

# Some endpoints take no other ids than those that they would make: Mistral's have nine letters and digits.
_ID_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 9
_EMPTY = {"stop": "bad_response", "length": "out_of_tokens", "content_filter": "content_filter"}
_SHORTEST_WAIT = 1.0  # seconds of a wait that people are told of


class JournaledModel(Model):
    """Wraps the model of one attempt. A recorded turn costs no call of the provider and tells no tab anew."""

    def __init__(
        self,
        inner: AnsweringModel,
        context: RunContext,
        given: dict[str, Any],
        recorded: list[dict[str, Any]],
    ) -> None:
        self._inner = inner
        self._context = context
        self._given = given
        self._recorded = recorded
        self._bound: int | None = None  # characters of a request, once one was too long
        self._names = {tool.name for tool in offered(given)}

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
        turn, self._context.turn = self._context.turn, self._context.turn + 1
        if turn < len(self._recorded):
            answer = read_recorded(self._recorded[turn])
            self._context.reply.begin_paragraph()
            self._context.reply.write(answer.text)
            await self._expect_calls(answer)
        else:
            await self._require_budget()
            if self._context.turn > self._context.told:
                await database(begin_turn, self._context.claim, self._context.turn)
            answer = await self._ask(request_of(system_instructions, input, tools, output_schema))
            await self._record(turn, answer)
        self._context.cut_off = "" if answer.finish == "stop" else answer.finish
        return ModelResponse(output=output_items(answer), usage=Usage(), response_id=None)

    def stream_response(self, *args: Any, **kwargs: Any) -> Never:
        """Not to be had: what people see while the model answers comes from the reply and the journal."""
        raise NotImplementedError

    async def close(self) -> None:
        await self._inner.close()

    async def _require_budget(self) -> None:
        if has_budget() and self._context.run is not None:
            await database(require_budget_left, self._context.run.owner)

    async def _ask(self, request: Request) -> Answer:
        """A request that is too long for the model is asked once more with half of what it holds."""
        before = len(self._context.reply.text)
        try:
            return await self._live(self._shortened(request))
        except Fault as fault:
            has_spoken = len(self._context.reply.text) > before
            if fault.kind != "context_overflow" or self._bound is not None or has_spoken:
                raise
            self._bound = characters_in(request.items) // 2
            return await self._live(self._shortened(request))

    def _shortened(self, request: Request) -> Request:
        if self._bound is None:
            return request
        asked = len(self._given["items"]) - 1
        return replace(request, items=shortened(request.items, asked, self._bound))

    async def _live(self, request: Request) -> Answer:
        """The whole answer, read to its end; its text goes to people as it comes."""
        reply = self._context.reply
        before = reply.length
        thoughts = Thoughts(self._context.claim)
        async with aclosing(thoughts), aclosing(self._inner.answer(request)) as pieces:
            async for piece in pieces:
                match piece:
                    case Text():
                        if reply.length == before:
                            reply.begin_paragraph()
                        reply.write(storable(piece.text))
                    case Waiting() if piece.seconds >= _SHORTEST_WAIT:
                        seconds = math.ceil(piece.seconds)
                        await database(announce_wait, self._context.claim, self._context.turn, seconds)
                    case Thinking():
                        thoughts.add(storable(piece.text))
                    case Unsaid():
                        reply.take_back(before)
                    case Arrived():
                        self._context.has_progressed = True
                    case Answer():
                        return piece
        raise Fault("bad_response", "no answer came")

    async def _record(self, turn: int, answer: Answer) -> None:
        """An answer that cannot be gone on from is not recorded: a retry asks for it anew."""
        if not answer.calls and not answer.text.strip():
            self._answer_for(answer, turn)
        if len(answer.calls) > MOST_CALLS:
            raise called_too_much(len(answer.calls))
        _make_fit(answer)
        reply = self._context.reply
        await reply.flush()
        length = reply.length
        first = self._first_call(answer)
        response = storable_json(recordable(answer))
        begun = await database(
            record_turn,
            self._context.claim,
            turn,
            response,
            reply.text,
            {**self._given, "model": self._inner.name},
            first,
        )
        reply.stored(length)
        if first is not None and begun is not None:
            self._context.begun[first[0].call_id] = self._context.has_begun(begun)
        await self._expect_calls(answer)

    def _answer_for(self, answer: Answer, turn: int) -> None:
        """After a tool, a model may have nothing to add: that is no reason for the run to fail."""
        if turn == 0 or self._given.get("output") == "plan":
            raise Fault(_EMPTY[answer.finish], "the answer is empty")
        answer.items.append(Text(_("The steps above are all that I did; there is nothing to add.")))
        self._context.reply.begin_paragraph()
        self._context.reply.write(answer.text)

    def _first_call(self, answer: Answer) -> tuple[Call, str] | None:
        """The call that comes next, and what people are told of it; unless there is no such tool."""
        made = next(iter(answer.calls), None)
        if made is None or made.name not in self._names:
            return None
        position = self._context.calls + 1 if self._context.calls else 0
        call = Call(made.call_id, made.name, json.loads(made.arguments), position)
        return call, starting_line(made.name)

    async def _expect_calls(self, answer: Answer) -> None:
        """Of a tool that there is not, the SDK tells the model only; people are told here."""
        for made in answer.calls:
            self._context.last_call = made.call_id
            if made.name not in self._names:
                await refuse_unknown(self._context, made)


def _make_fit(answer: Answer) -> None:
    """Some endpoints number the calls of each answer from 0, or not at all; here each is one of its kind."""
    for made in answer.calls:
        made.arguments = legible(made.arguments)
        made.call_id = "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))
