from __future__ import annotations

import pytest

from chatbot.models import User
from tests.factories import UserFactory


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory.create(username="alice", email="alice@example.com")
