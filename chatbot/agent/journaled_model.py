"""A model whose answers are recorded, and that replays them when a run is resumed."""

from __future__ import annotations

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

from chatbot.domain.signals import timed, turn_ended
from chatbot.domain.text import storable

from .arguments import legible
from .bounds import MOST_CALLS, called_too_much
from .context import RunContext
from .endpoint.answer import Answer, AnsweringModel, Arrived, MadeCall, Text, Thinking, Unsaid, Waiting
from .endpoint.faults import Fault
from .endpoint.request import Request
from .history_size import characters_in
from .invoke import offered, refuse_unknown
from .sdk_items import output_items, request_of
from .server_tools import characters_of_server_tools, has_server_tools, without_server_tools
from .shortening import shortened
from .thoughts import Thoughts

# Some endpoints only accept ids in their own format: Mistral's have nine letters and digits.
_ID_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 9
_EMPTY = {"stop": "bad_response", "length": "out_of_tokens", "content_filter": "content_filter"}
_SHORTEST_WAIT = 1.0  # seconds of a wait that is shown to people


class JournaledModel(Model):
    """Wraps the model of one attempt. A recorded turn is replayed without a request and without events."""

    def __init__(
        self,
        inner: AnsweringModel,
        context: RunContext,
        given: dict[str, Any],
    ) -> None:
        self._inner = inner
        self._claim = context.claim
        self._reply = context.reply
        self._lease = context.lease
        self._journal = context.journal
        self._given = given
        self._bound: int | None = None  # characters of a request, after one was too long
        self._has_ours_only = False  # of the tools, after a request with others was refused or too long
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
        answer = self._journal.next_recorded()
        if answer is not None:
            self._reply.begin_paragraph()
            self._reply.write(answer.text)
        else:
            await self._journal.begin_turn()
            request = request_of(system_instructions, input, tools, output_schema)
            with timed(turn_ended, run_id=self._claim.run_id, model=self._inner.name) as measured:
                answer = await self._ask(request)
                measured.result = "answered"
            await self._record(answer)
        for made in self._in_order(answer):
            if made.name not in self._names:
                await refuse_unknown(self._journal, made)
        return ModelResponse(output=output_items(answer), usage=Usage(), response_id=None)

    def stream_response(self, *args: Any, **kwargs: Any) -> Never:
        """Not supported: the reply streams the text to people."""
        raise NotImplementedError

    async def close(self) -> None:
        await self._inner.close()

    async def _ask(self, request: Request) -> Answer:
        """Request an answer; a request that is refused is retried once if it can be sent otherwise.

        One that is too long for the model, with half of its content, and without tools of MCP servers if
        these are longer; another one with such tools, without.
        """
        before = self._reply.length
        try:
            return await self._live(self._fitting(request))
        except Fault as fault:
            has_spoken = self._reply.length > before
            if has_spoken or not self._learns(fault, request):
                raise
            return await self._live(self._fitting(request))

    def _learns(self, fault: Fault, request: Request) -> bool:
        """Whether there is another way to send a request that was refused."""
        if fault.kind == "context_overflow" and self._bound is None:
            self._bound = characters_in(request.items) // 2
            # Half of the items may be less than what these take.
            self._has_ours_only |= characters_of_server_tools(request) > self._bound
            return True
        if fault.kind == "refused" and not self._has_ours_only and has_server_tools(request):
            self._has_ours_only = True
            return True
        return False

    def _fitting(self, request: Request) -> Request:
        if self._has_ours_only:
            request = without_server_tools(request)
        if self._bound is None:
            return request
        asked = len(self._given["items"]) - 1
        return replace(request, items=shortened(request.items, asked, self._bound))

    async def _live(self, request: Request) -> Answer:
        """The whole answer, read to its end; its text is streamed to people."""
        reply = self._reply
        before = reply.length
        thoughts = Thoughts(self._claim, self._journal)
        async with aclosing(thoughts), aclosing(self._inner.answer(request)) as pieces:
            async for piece in pieces:
                match piece:
                    case Text():
                        await thoughts.end()
                        if reply.length == before:
                            reply.begin_paragraph()
                        reply.write(storable(piece.text))
                    case Waiting() if piece.seconds >= _SHORTEST_WAIT:
                        await self._journal.publish_wait(math.ceil(piece.seconds))
                    case Thinking():
                        thoughts.add(storable(piece.text))
                    case Unsaid():
                        thoughts.add(reply.text[before:].strip())
                        reply.take_back(before)
                    case Arrived():
                        self._lease.has_progressed = True
                    case Answer():
                        await thoughts.end()
                        return piece
        raise Fault("bad_response", "no answer came")

    async def _record(self, answer: Answer) -> None:
        """Record an answer, unless the run cannot continue from it: then a retry requests another one."""
        if not answer.calls and not answer.text.strip():
            self._say_done(answer)
        if len(answer.calls) > MOST_CALLS:
            raise called_too_much(len(answer.calls))
        _make_fit(answer)
        if not answer.calls:
            self._reply.conclude()
            self._journal.keep(answer, self._inner.name)
            return
        await self._reply.flush()
        length = self._reply.length
        calls = self._in_order(answer)
        await self._journal.record(answer, calls, self._reply.text, self._inner.name)
        self._reply.stored(length)

    def _in_order(self, answer: Answer) -> list[MadeCall]:
        """The calls in the order of execution: unknown tools are refused first, then the
        SDK runs the others."""
        return sorted(answer.calls, key=lambda made: made.name in self._names)

    def _say_done(self, answer: Answer) -> None:
        """Complete an empty answer after a tool, so that the run does not fail."""
        if self._journal.turn == 1 or self._given.get("output") == "plan":
            raise Fault(_EMPTY[answer.finish], "the answer is empty")
        answer.items.append(Text(_("The steps above are all that I did; there is nothing to add.")))
        self._reply.begin_paragraph()
        self._reply.write(answer.text)


def _make_fit(answer: Answer) -> None:
    """Make the ids of calls unique: some endpoints number the calls of each answer from 0, or not at all."""
    for made in answer.calls:
        made.arguments = legible(made.arguments)
        made.call_id = "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))
