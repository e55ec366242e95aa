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

    It neither retries nor times out an answer: `EndpointModel` does, for it knows what may be asked again.
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
    """Those of each request. The library adds the key as a bearer token where no header is named for it."""
    if not endpoint.key_header:
        return dict(endpoint.headers)
    return {"Authorization": Omit(), endpoint.key_header: endpoint.api_key, **endpoint.headers}


@cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates takes 20 ms, in which the loop serves nobody: once for all runs."""
    return httpx2.create_ssl_context()
