"""The events of one run, for its replay."""

from __future__ import annotations

from chatbot.models import User
from streaming.models import Event
from tests.chatbot.api.client import Api
from tests.chatbot.pages.run_scenes import answered
from tests.chatbot.pages.scenes import begin


def test_only_events_of_the_run_are_returned(api: Api, alice: User) -> None:
    begin(alice, "Another").succeed()
    run = answered(alice)

    events = api.get(f"/api/runs/{run.pk}/events/").json()["events"]

    assert {event["run_id"] for event in events} == {str(run.pk)}
    assert [event["event_type"] for event in events] == [
        "message_created",
        "run_queued",
        "agent_thinking",
        "tool_starting",
        "tool_complete",
        "agent_thinking",
        "message_created",
        "message_complete",
        "agent_done",
    ]


def test_no_events_are_returned_after_some_were_pruned(api: Api, alice: User) -> None:
    run = answered(alice)
    Event.objects.filter(data__run_id=str(run.pk), type="run_queued").delete()

    assert api.get(f"/api/runs/{run.pk}/events/").json() == {"events": []}


def test_strangers_get_no_events(bobs_api: Api, alice: User) -> None:
    assert bobs_api.get(f"/api/runs/{answered(alice).pk}/events/").status_code == 404
