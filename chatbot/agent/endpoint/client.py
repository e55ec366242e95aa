"""Request one answer from an endpoint, with retries and timeouts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any, cast

import httpx2
import openai
from django.conf import settings
from openai import AsyncStream

from chatbot.model_endpoint import ModelEndpoint

from .answer import Arrived, Piece, Waiting
from .chat_reader import ChatReader
from .chat_request import chat_body
from .clean_answer import tidy
from .connection import connect, headers_of
from .extent import characters_in
from .faults import Fault
from .pace import paced
from .quirks import (
    begins_thinking,
    is_strict,
    learn,
    learn_thinking,
    structured_output,
    without_refused,
)
from .refusals import fault_of
from .request import Request
from .responses_reader import ResponsesReader
from .responses_request import responses_body
from .retries import PASSING, seconds_to_wait
from .secrets_hidden import without_secrets
from .speech import Speech
from .structured_output import asked_by
from .wire import DONE, json_objects

# Thinking and tool arguments may be longer than the answer.
_BESIDE_TEXT = 5


class EndpointModel:
    """The model of one run at an OpenAI-compatible endpoint."""

    def __init__(self, endpoint: ModelEndpoint) -> None:
        self._endpoint = endpoint
        self._client = connect(endpoint)

    @property
    def name(self) -> str:
        return self._endpoint.model

    async def answer(self, request: Request) -> AsyncGenerator[Piece]:
        """Pieces as they come, and last the whole `Answer`. Raises `Fault`."""
        try:
            async with aclosing(self._answer(request)) as pieces:
                async for piece in pieces:
                    yield piece
        except Fault as fault:
            fault.detail = without_secrets(fault.detail, self._endpoint)
            raise

    async def _answer(self, request: Request) -> AsyncGenerator[Piece]:
        retries = 0
        while True:
            deadline = asyncio.get_running_loop().time() + self._endpoint.first_byte_timeout
            opened = await self._open(request, deadline, retries)
            if isinstance(opened, httpx2.Response):
                break
            retries += 1
            yield Waiting(opened)
            await asyncio.sleep(opened)
        async with aclosing(self._read(request, opened, deadline)) as pieces:
            async for piece in pieces:
                yield piece

    async def close(self) -> None:
        await self._client.close()

    async def _open(self, request: Request, deadline: float, retries: int) -> httpx2.Response | float:
        """The response with its body unread, or the seconds to wait before a retry."""
        body = self._body(request)
        try:
            async with asyncio.timeout_at(deadline):
                return await self._send(body)
        except TimeoutError as error:
            raise Fault("timeout", "no answer has started") from error
        except (openai.OpenAIError, httpx2.RequestError) as error:
            fault = fault_of(error)
            if learn(self._endpoint, request, body, fault):
                return await self._open(request, deadline, retries)
            wait = seconds_to_wait(error, retries) if fault.kind in PASSING else None
            if wait is None or retries >= self._endpoint.retries:
                raise fault from error
            return wait

    def _body(self, request: Request) -> dict[str, Any]:
        make = chat_body if self._endpoint.api == "chat" else responses_body
        asked = asked_by(structured_output(self._endpoint), request)
        endpoint = replace(self._endpoint, strict=is_strict(self._endpoint))
        return without_refused(endpoint, make(endpoint, asked))

    async def _send(self, body: dict[str, Any]) -> httpx2.Response:
        # With this type, the library hands the response out as it is.
        sent = await self._client.post(
            "/chat/completions" if self._endpoint.api == "chat" else "/responses",
            body=body,
            options={"headers": headers_of(self._endpoint)},
            cast_to=cast("type[Any]", httpx2.Response),
            stream=True,
            stream_cls=AsyncStream[Any],
        )
        return cast("httpx2.Response", sent)

    async def _read(
        self, request: Request, response: httpx2.Response, deadline: float
    ) -> AsyncGenerator[Piece]:
        reader = (ChatReader if self._endpoint.api == "chat" else ResponsesReader)(
            request, self._endpoint.model
        )
        speech = Speech(has_tools=bool(request.tools), begins_thinking=begins_thinking(self._endpoint))
        said_done = False
        extent = 0
        chunks = paced(_timed(response, deadline, pause=self._endpoint.read_timeout))
        async with aclosing(response), aclosing(chunks), aclosing(json_objects(chunks)) as objects:
            async for sent in objects:
                if sent == DONE:
                    said_done = True
                    break
                for piece in reader.feed(sent):
                    for part in speech.feed(piece):
                        yield part
                if more := characters_in(sent):
                    yield Arrived()
                    extent += more
                if extent > settings.ANSWER_LIMIT * _BESIDE_TEXT:
                    raise Fault("endless", f"{extent:,} characters of thinking and tool calls")
        answer = reader.answer(said_done=said_done)
        tidy(answer, request)
        for part in speech.end(answer.text):
            yield part
        learn_thinking(self._endpoint, begins=speech.begins_thinking)
        yield answer


async def _timed(response: httpx2.Response, deadline: float, *, pause: float) -> AsyncGenerator[bytes]:
    """The chunks of the body: the first by the deadline (of the loop's clock), each other within `pause`."""
    chunks = response.aiter_bytes()
    try:
        while True:
            async with asyncio.timeout_at(deadline):
                chunk = await anext(chunks)
            yield chunk
            deadline = asyncio.get_running_loop().time() + pause
    except StopAsyncIteration:
        return
    except TimeoutError as error:
        raise Fault("timeout", "the answer did not go on") from error
    except httpx2.RequestError as error:
        raise Fault("unreachable", f"the connection broke: {error}") from error
