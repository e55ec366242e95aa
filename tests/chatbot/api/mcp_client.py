"""The official client of the Model Context Protocol, connected with a personal token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import httpx2
from asgiref.sync import sync_to_async
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from chatbot.domain.people.personal_tokens import create_personal_token
from chatbot.models import PersonalToken, User

NAME = "Claude Desktop"
type Mode = Literal["auto", "legacy"]  # the newest revision of the protocol, or those with a handshake


def token_of(owner: User, *scopes: str) -> str:
    return create_personal_token(owner, name=NAME, scopes=scopes or PersonalToken.Scope.values)[1]


@asynccontextmanager
async def connected(url: str, token: str, mode: Mode = "auto", **callbacks: Any) -> AsyncIterator[Client]:
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as http:
        transport = streamable_http_client(f"{url}/mcp", http_client=http)
        async with Client(transport, mode=mode, **callbacks) as client:
            yield client


@asynccontextmanager
async def connected_as(
    owner: User, url: str, *scopes: str, mode: Mode = "auto", **callbacks: Any
) -> AsyncIterator[Client]:
    token = await sync_to_async(token_of)(owner, *scopes)
    async with connected(url, token, mode, **callbacks) as client:
        yield client
