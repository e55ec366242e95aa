"""The model that answers: an OpenAI-compatible endpoint if one is configured, else the offline assistant."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import cache
from typing import Any

import httpx2
from agents import Model, OpenAIChatCompletionsModel, OpenAIResponsesModel
from django.conf import settings
from openai import AsyncOpenAI, AsyncStream, DefaultAsyncHttpxClient
from openai._models import FinalRequestOptions
from openai.types.chat import ChatCompletionChunk
from pydantic import ValidationError

from chatbot.model_endpoint import ModelEndpoint

from .failures import AnswerCut
from .model_request import fit_request
from .offline import build_offline_model


def build_model() -> Model:
    """A model for one run: `close` it, for its connections belong to the loop and end with the run."""
    endpoint: ModelEndpoint | None = settings.AGENT_ENDPOINT
    if endpoint is None:
        return build_offline_model()
    timeout = httpx2.Timeout(endpoint.read_timeout)
    client = _Client(
        endpoint,
        api_key=endpoint.api_key or "none",
        base_url=endpoint.base_url,
        timeout=timeout,
        max_retries=endpoint.retries,
        http_client=DefaultAsyncHttpxClient(verify=_tls(), timeout=timeout),
    )
    kind = _ResponsesModel if endpoint.api == "responses" else _ChatModel
    return kind(model=endpoint.model, openai_client=client)


@cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates takes 20 ms, in which the loop serves nobody: once for all runs."""
    return httpx2.create_ssl_context()


class _Client(AsyncOpenAI):
    """Validates a chunk of a streamed answer, and takes the library's lenient way for those that do not fit.

    That way takes twenty times as long, and was a seventh of what a busy worker did. What is sent is made to
    fit the endpoint first.
    """

    def __init__(self, endpoint: ModelEndpoint, **options: Any) -> None:
        super().__init__(**options)
        self._endpoint = endpoint

    async def _prepare_options(self, options: FinalRequestOptions) -> FinalRequestOptions:
        options = await super()._prepare_options(options)
        options.json_data = fit_request(self._endpoint, options.json_data)
        return options

    def _process_response_data(self, *, data: object, cast_to: type[Any], response: httpx2.Response) -> Any:
        if cast_to is ChatCompletionChunk:
            with suppress(ValidationError):
                return ChatCompletionChunk.model_validate(data)
        return super()._process_response_data(data=data, cast_to=cast_to, response=response)


class _ResponsesModel(OpenAIResponsesModel):
    async def close(self) -> None:
        await self._client.close()


class _ChatModel(OpenAIChatCompletionsModel):
    """Takes no half answer for a whole one: the SDK wants a reason for the end of OpenAI's endpoint only."""

    async def _fetch_response(self, *args: Any, **kwargs: Any) -> Any:
        fetched = await super()._fetch_response(*args, **kwargs)
        if isinstance(fetched, tuple):
            response, stream = fetched
            return response, _Whole(stream)
        return fetched

    async def close(self) -> None:
        await self._client.close()


class _Whole:
    """A stream of chunks that fails where it ends before its last one."""

    def __init__(self, stream: AsyncStream[ChatCompletionChunk]) -> None:
        self.response = stream.response
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[ChatCompletionChunk]:
        begun = finished = False
        async for chunk in self._stream:
            begun = True
            finished = finished or any(choice.finish_reason for choice in chunk.choices or ())
            yield chunk
        if begun and not finished:
            raise AnswerCut("The stream ended without a reason.")

    async def close(self) -> None:
        await self._stream.close()
