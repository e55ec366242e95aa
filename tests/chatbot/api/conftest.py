from __future__ import annotations

import pytest

from chatbot.models import User
from tests.chatbot.api.client import Api
from tests.factories import UserFactory


@pytest.fixture
def alice(db: None) -> User:
    """The owner of the data."""
    return UserFactory(username="alice", time_zone="Europe/Berlin")


@pytest.fixture
def bob(db: None) -> User:
    """Another person."""
    return UserFactory(username="bob")


@pytest.fixture
def api(alice: User) -> Api:
    """Alice's client, signed in with a token."""
    return Api.of(alice)


@pytest.fixture
def bobs_api(bob: User) -> Api:
    return Api.of(bob)


@pytest.fixture
def anonymous(db: None) -> Api:
    return Api()
