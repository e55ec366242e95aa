"""Small rounds of the fault harness; `make chaos` plays long ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos.round import Plan, Round
from tests.chaos.table import cases, table

pytestmark = pytest.mark.integration

SMALL = Plan("single", seed="7", kills=0, users=2, tabs=5, gap=0.4)
PLANS = [replace(SMALL, kills=3), replace(SMALL, variant="cluster", kills=8)]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.variant)
def test_nothing_is_lost_or_doubled_whatever_is_killed(plan: Plan, tmp_path: Path) -> None:
    told: list[str] = []
    oracle = Round(plan, tmp_path, told.append).play()
    assert oracle.is_content, cases({plan.variant: oracle})
    assert oracle.counts["kills"] >= plan.kills, table({plan.variant: oracle})
    assert oracle.counts["runs"] > 2
    assert oracle.deliveries > 500
