from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from pytest_django.fixtures import Settings

from chatbot.agent.database import close_threads
from chatbot.models import User
from tests.chatbot.agent.chat import Chat
from tests.chatbot.domain.conftest import any_database, postgresql
from tests.factories import UserFactory
from tests.provider.fixtures import provider, provider_client
from tests.provider.script import Provider

__all__ = ["any_database", "postgresql", "provider", "provider_client"]


@pytest.fixture
def configured(provider: Provider, settings: Settings) -> Provider:
    """The scripted provider as the site's configured endpoint."""
    settings.AGENT_ENDPOINT = provider.endpoint()
    return provider


@pytest.fixture(params=["chat", "responses"])
def endpoint(request: pytest.FixtureRequest, configured: Provider, settings: Settings) -> Provider:
    """The configured endpoint, over each API."""
    settings.AGENT_ENDPOINT = configured.endpoint(AGENT_API=request.param)
    return configured


@pytest.fixture
def dead_layer(settings: Settings) -> None:
    """The channel layer loses all messages."""
    layer = {"BACKEND": "streaming.testing.UnreliableLayer", "CONFIG": {"drop": 1}}
    settings.CHANNEL_LAYERS = {"default": layer}


@pytest.fixture
async def alice(transactional_db: None) -> AsyncIterator[User]:
    yield await sync_to_async(UserFactory.create)(username="alice", time_zone="Europe/Berlin")
    close_threads()
    await sync_to_async(connections.close_all)()


@pytest.fixture
async def chat(alice: User) -> AsyncIterator[Chat]:
    async with Chat(alice) as opened:
        yield opened
