from __future__ import annotations

import json

from chatbot.sockets.plan_projection import frame_of
from chatbot.wire.projection import chat_projection
from streaming.entry import Entry

USER = "0b0f4a2e-8f0e-4a54-8f63-5d0f0c1a2b3c"


def entry(kind: str, result: dict[str, object]) -> Entry:
    return Entry("0123abcd", 7, kind, "2026-01-01T00:00:00.000Z", {"message": "Then", "result": result})


def test_events_that_another_version_recorded_are_sent_as_they_are() -> None:
    for kind in ("run_queued", "tool_complete", "of_another_version"):
        frame = json.loads(chat_projection(USER).event(entry(kind, {"of_then": [1, None]})))
        assert (frame["event_type"], frame["seq"], frame["message"]) == (kind, 7, "Then")
        assert frame["result"] == {"of_then": [1, None]}


def test_what_another_version_said_about_a_plan_has_the_fields_of_the_plan_socket() -> None:
    data = json.loads(frame_of(entry("plan_update", {"plan_id": "1", "content": "Then", "of_then": 1})))[
        "data"
    ]
    assert data.pop("plan_id") == "1"
    assert data.pop("content") == "Then"
    assert data == dict.fromkeys(["step_id", "agent_name", "message_type", "status", "timestamp"])
