from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from streaming.layers.transport import counts


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    counts.clear()


@pytest.fixture
def quick_beat(settings: Settings) -> None:
    """A beat that tests can wait for; an idle stream gets each of them."""
    settings.STREAMING = {"BEAT": 0.05, "IDLE_BEATS": 1}
