"""The people: alice and bob have tasks, ruth is staff."""

from __future__ import annotations

import pytest

from chatbot.models import User
from tests.chatbot.admin.admin_client import AdminClient
from tests.factories import UserFactory


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory.create(username="alice", email="alice@example.com", time_zone="Europe/Berlin")


@pytest.fixture
def bob(db: None) -> User:
    return UserFactory.create(username="bob")


@pytest.fixture
def ruth(db: None) -> User:
    return UserFactory.create(username="ruth", is_staff=True, is_superuser=True)


@pytest.fixture
def admin(ruth: User) -> AdminClient:
    """Ruth's browser, in the admin."""
    return AdminClient(ruth)
