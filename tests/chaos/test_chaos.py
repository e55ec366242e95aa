"""A small round of the fault harness, before the long ones of `make chaos`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.round import Plan, Round
from tests.chaos.table import cases, table

pytestmark = [pytest.mark.integration, pytest.mark.chaos]

PLAN = Plan("cluster", seed="7", kills=5, users=2, tabs=5, gap=0.4)


def test_nothing_is_lost_or_doubled_whatever_is_killed(tmp_path: Path) -> None:
    told: list[str] = []
    oracle = Round(PLAN, tmp_path, told.append).play()
    assert oracle.is_content, cases({PLAN.variant: oracle})
    assert oracle.counts["kills"] >= PLAN.kills, table({PLAN.variant: oracle})
    assert oracle.counts["runs"] > 5
    assert oracle.deliveries > 500
