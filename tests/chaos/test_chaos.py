"""Small rounds of the fault harness: one with all tests, one before the long rounds of `make chaos`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.round import Plan, Round
from tests.chaos.table import cases, table

pytestmark = pytest.mark.usefixtures("services")

SINGLE = Plan("single", seed="7", kills=4, users=2, tabs=5, gap=0.4, deliveries=100)
CLUSTER = Plan("cluster", seed="7", kills=5, users=2, tabs=5, gap=0.4, deliveries=100)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("plan", [SINGLE, pytest.param(CLUSTER, marks=pytest.mark.chaos)])
def test_nothing_is_lost_or_duplicated_whatever_is_killed(tmp_path: Path, plan: Plan) -> None:
    lines: list[str] = []
    oracle = Round(plan, tmp_path, lines.append).play()
    assert oracle.is_content, cases({plan.variant: oracle})
    assert oracle.counts["kills"] >= plan.kills, table({plan.variant: oracle})
    assert oracle.counts["runs"] > 1
    assert oracle.deliveries >= plan.deliveries
