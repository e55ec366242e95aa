"""The people: alice owns the data of a test, charlie is an outsider."""

from __future__ import annotations

import pytest
from django.test import Client

from chatbot.models import User
from tests.factories import UserFactory


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory.create(username="alice", email="alice@example.com", time_zone="Europe/Berlin")


@pytest.fixture
def charlie(db: None) -> User:
    return UserFactory.create(username="charlie")


@pytest.fixture
def alices(alice: User) -> Client:
    """Alice's browser."""
    client = Client()
    client.force_login(alice)
    return client
