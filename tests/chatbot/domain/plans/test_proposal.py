from __future__ import annotations

import json

from .team import OFFSITE, Team


def test_what_cannot_be_stored_is_replaced_in_a_planners_answer(team: Team) -> None:
    team.propose({**OFFSITE, "title": "Off\x00site"})
    assert team.status == "awaiting_approval"
    team.plan.refresh_from_db()
    assert team.plan.title == "Off\ufffdsite"


def test_a_lone_surrogate_is_not_a_plan(team: Team) -> None:
    team.answer(json.dumps({**OFFSITE, "title": "Off\ud800site"}))
    (again,) = team.queued()
    assert "not a valid plan" in again.trigger.content
