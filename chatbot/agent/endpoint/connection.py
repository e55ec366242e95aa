"""The HTTP client for an endpoint."""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import httpx2
from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Omit

from chatbot.model_endpoint import ModelEndpoint


def connect(endpoint: ModelEndpoint) -> AsyncOpenAI:
    """A client for one run, to be closed: its connections belong to the loop.

    It has no retries and no timeout for answers; `EndpointModel` has these, since it knows what may be
    retried.
    """
    timeout = httpx2.Timeout(endpoint.read_timeout, read=None)
    return AsyncOpenAI(
        api_key=endpoint.api_key or "none",
        base_url=endpoint.base_url,
        timeout=timeout,
        max_retries=0,
        default_query=dict(endpoint.query),
        http_client=DefaultAsyncHttpxClient(verify=_tls(), timeout=timeout),
    )


def headers_of(endpoint: ModelEndpoint) -> dict[str, Any]:
    """The headers of each request.

    The library sends the key as a bearer token unless a header is configured.
    """
    if not endpoint.key_header:
        return dict(endpoint.headers)
    return {"Authorization": Omit(), endpoint.key_header: endpoint.api_key, **endpoint.headers}


@cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates blocks the loop for 20 ms, so it is done once for all runs."""
    return httpx2.create_ssl_context()
