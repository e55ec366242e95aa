from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections

from chatbot.agent.database import close_threads
from chatbot.domain.webhooks.endpoints import create_endpoint
from chatbot.models import User, WebhookEndpoint
from tests.chatbot.webhooks.receiver import Receiver
from tests.factories import UserFactory


@pytest.fixture
def alice(transactional_db: None) -> Iterator[User]:
    yield UserFactory.create(username="alice", email="alice@example.com", confirmed_email="alice@example.com")
    close_threads()
    connections.close_all()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def endpoint(alice: User, receiver: Receiver) -> WebhookEndpoint:
    return create_endpoint(alice, url=receiver.url)
