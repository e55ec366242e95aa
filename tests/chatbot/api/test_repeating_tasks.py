"""Repeating tasks over REST: rules of RFC 5545, or words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from chatbot.models import Task, User
from tests.chatbot.api.client import Api
from tests.subtests import as_subtests

pytestmark = pytest.mark.usefixtures("a_monday")


@pytest.fixture
def a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 30, 9, tzinfo=UTC))


def test_a_repeating_task_is_added_completed_and_skipped(api: Api) -> None:
    body = {"title": "Water plants", "repeat": "RRULE:FREQ=WEEKLY;BYDAY=TU", "due_at": "2026-12-01T09:00:00Z"}
    task = api.post("/api/tasks/", body).json()
    assert (task["repeat"], task["repeat_from"]) == ("FREQ=WEEKLY;BYDAY=TU", "due")

    assert api.post(f"/api/tasks/{task['id']}/complete/").json()["completed"] is True
    [later] = api.get("/api/tasks/?status=pending").json()["results"]
    assert (later["due_at"], later["repeat"]) == ("2026-12-08T09:00:00.000Z", "FREQ=WEEKLY;BYDAY=TU")

    skipped = api.post(f"/api/tasks/{later['id']}/skip/")
    assert (skipped.status_code, skipped.json()["due_at"]) == (200, "2026-12-15T09:00:00.000Z")
    assert api.get(f"/api/tasks/{later['id']}/").headers["ETag"] == skipped.headers["ETag"]


def test_words_are_read_and_a_text_keeps_its_repetition(api: Api) -> None:
    task = api.post("/api/tasks/", {"title": "Stretch", "repeat": "every day at 7 pm"}).json()
    assert (task["repeat"], task["due_at"]) == ("FREQ=DAILY", "2026-11-30T18:00:00.000Z")
    typed = {"text": "Stretch every friday"}
    [read] = api.post("/api/tasks/quick-add/preview/", typed).json()["tasks"]
    assert (read["title"], read["repeat"], read["notes"]) == (
        "Stretch",
        "FREQ=WEEKLY;BYDAY=FR",
        [],
    )
    assert [span["label"] for span in read["spans"]] == ["Every Friday"]


@as_subtests(
    ("fields", "field"),
    [
        ({"repeat": "every few days"}, "repeat"),
        ({"repeat": "FREQ=SECONDLY"}, "repeat"),
        ({"repeat": 7}, "repeat"),
        ({"repeat": None}, "repeat"),
        ({"repeat": "x" * 1_001}, "repeat"),
        ({"repeat_from": "birth"}, "repeat_from"),
    ],
)
def test_what_cannot_be_repeated_is_refused(api: Api, fields: dict[str, Any], field: str) -> None:
    refused = api.post("/api/tasks/", {"title": "Stretch", **fields})
    assert (refused.status_code, [*refused.json()["fields"]]) == (400, [field])
    assert not Task.objects.exists()


def test_only_a_task_with_a_next_date_is_skipped(api: Api, bob: User) -> None:
    once = api.post("/api/tasks/", {"title": "Once"}).json()
    last = api.post("/api/tasks/", {"title": "Last", "repeat": "FREQ=DAILY;COUNT=1"}).json()
    assert api.post(f"/api/tasks/{once['id']}/skip/").status_code == 400
    assert api.post(f"/api/tasks/{last['id']}/skip/").status_code == 409
    foreign = Task.objects.create(owner=bob, number=1, title="Hers", repeat="FREQ=DAILY")
    assert api.post(f"/api/tasks/{foreign.pk}/skip/").status_code == 404
