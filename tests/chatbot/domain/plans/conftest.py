from __future__ import annotations

import pytest

from chatbot.models import User

from .team import Team


@pytest.fixture
def team(alice: User) -> Team:
    return Team(alice)
