"""Tests the client itself: it must reject what breaks the plan socket's contract."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contracts.plan_client import parse
from tests.subtests import as_subtests

DATA = {
    "plan_id": "3f1c", "step_id": None, "agent_name": "Data Analyst", "content": "",
    "message_type": "thinking", "status": "in_progress", "timestamp": "2026-01-01T00:00:00.000Z",
}  # fmt: skip
FRAME = {"type": "agent_message", "seq": 3, "id": "epoch:3", "data": DATA}


def test_a_frame_is_read() -> None:
    assert parse(json.dumps(FRAME)) == FRAME


@as_subtests(
    "changes",
    [
        {"type": "message"},
        {"seq": None},
        {"seq": "3"},
        {"id": "epoch:2"},
        {"id": None},
        {"more": 1},
        *({"data": {**DATA, **wrong}} for wrong in (
            {"more": 1}, {"plan_id": None}, {"step_id": 1}, {"agent_name": ""}, {"content": None},
            {"message_type": "idle"}, {"status": "running"}, {"timestamp": "2026-01-01T00:00:00+02:00"},
        )),
        {"data": {key: value for key, value in DATA.items() if key != "step_id"}},
        {"type": "subscription_confirmed"},
        {"type": "error"},
    ],
)  # fmt: skip
def test_frames_that_break_the_contract_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises((AssertionError, KeyError)):
        parse(json.dumps({**FRAME, **changes}))
