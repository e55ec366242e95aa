"""Repeating tasks on the pages, which read and show repetitions in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from chatbot.domain.tasks.commands import add_task
from chatbot.models import Task, User
from tests.markup import parse

pytestmark = pytest.mark.usefixtures("a_monday")


@pytest.fixture
def a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 30, 9, tzinfo=UTC))


def test_a_repetition_is_typed_shown_changed_and_ended(alices: Client, alice: User) -> None:
    alices.post("/tasks/", {"text": "Water plants every tuesday at 9"})
    row = parse(alices.get("/tasks/")).one("[data-task]")
    assert (row.texts(".task-repeat"), row.texts("time")) == (["every Tuesday"], ["Tomorrow at 9:00"])

    form = parse(alices.get("/tasks/1/"))
    assert form.one("[name=repeat]")["value"] == "every Tuesday"
    alices.post("/tasks/1/", {**form.one("#edit").form_values(), "repeat": "every 2 weeks"})
    assert Task.objects.get().repeat == "FREQ=WEEKLY;INTERVAL=2"

    alices.post("/tasks/1/", {**parse(alices.get("/tasks/1/")).one("#edit").form_values(), "repeat": ""})
    assert Task.objects.get().repeat == ""


def test_a_repetition_that_is_not_read_is_kept_with_the_reason(alices: Client) -> None:
    page = alices.post("/tasks/", {"title": "Water plants", "repeat": "every few days"})
    assert page.status_code == 400
    assert parse(page).one("[name=repeat]")["value"] == "every few days"
    assert "“every few days” is no repetition." in parse(page).one("#id_repeat_error").text
    assert not Task.objects.exists()


def test_repetitions_are_german_for_german_settings(alices: Client, alice: User) -> None:
    alice.language = "de"
    alice.save()
    add_task(alice, title="Blumen gießen", repeat="FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    form = parse(alices.get("/tasks/1/"))
    assert form.one("[name=repeat]")["value"] == "jeden Dienstag 3 Mal"
    alices.post("/tasks/1/", {**form.one("#edit").form_values(), "repeat": "alle 2 Wochen 3 Mal"})
    assert Task.objects.get().repeat == "FREQ=WEEKLY;INTERVAL=2;COUNT=3"
    page = alices.post("/tasks/", {"title": "Blumen", "repeat": "alle paar Tage"})
    assert "„alle paar Tage“ ist keine Wiederholung." in parse(page).one("#id_repeat_error").text


def test_a_task_is_skipped_once(alices: Client, alice: User) -> None:
    add_task(alice, title="Water plants", repeat="every Monday 2 times")
    add_task(alice, title="Once")
    assert not parse(alices.get("/tasks/2/")).all("button[name=skip]")

    def skip(number: int, **changed: str) -> str:
        form = parse(alices.get(f"/tasks/{number}/")).one("#edit").form_values()
        after = alices.post(f"/tasks/{number}/", {**form, **changed, "skip": "true"}, follow=True)
        return parse(after).one("main").text

    assert "Skipped “Water ferns”. It is due Mon 7 Dec next." in skip(1, title="Water ferns")
    assert Task.objects.get(number=1).title == "Water ferns"
    assert "This is the last one of #1. Complete it, or delete it." in skip(1)
    assert "#2 does not repeat." in skip(2)


def test_somebody_elses_task_is_not_skipped(alices: Client, charlie: User) -> None:
    add_task(charlie, title="Water plants", repeat="every Monday")
    assert alices.post("/tasks/1/", {"title": "Water plants", "skip": "true"}).status_code == 404
