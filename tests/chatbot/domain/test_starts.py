"""A task that has a day of its start waits until then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chatbot.domain.errors import Invalid
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.quick_add import quick_add
from chatbot.domain.tasks.undo import undo_change
from chatbot.models import Change, Task, User
from tests.subtests import as_subtests

MONDAY = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(autouse=True)
def on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY.astimezone(UTC))


@as_subtests(
    ("language", "text", "start"),
    [
        ("en", "Gym starting thursday", date(2026, 12, 3)),
        ("en", "Book from 3 December on", date(2026, 12, 3)),
        ("de", "Sport ab Donnerstag", date(2026, 12, 3)),
        ("en", "Gym every thursday starting 7 december", None),  # a series begins when it is first due
    ],
)
def test_starts_are_read_in_typed_text(alice: User, language: str, text: str, start: date | None) -> None:
    alice.language = language
    [(task, found)] = quick_add(alice, text)
    assert (task.start_on, task.description, found.notes) == (start, "", ())
    tasks.delete_task(alice, task.pk)


def test_a_start_is_changed_and_undone(alice: User) -> None:
    task = tasks.add_task(alice, title="Gym", start_on=date(2026, 12, 3))
    tasks.update_task(alice, task.pk, start_on=None)
    undo_change(alice, Change.objects.latest("pk").pk)
    assert Task.objects.get().start_on == date(2026, 12, 3)
    with pytest.raises(Invalid):
        tasks.update_task(alice, task.pk, start_on=MONDAY)


def test_starts_of_a_series_move_with_its_dates(alice: User) -> None:
    days = {"due_at": date(2026, 12, 5), "start_on": date(2026, 12, 3)}
    task = tasks.add_task(alice, title="Rent", repeat="FREQ=WEEKLY", **days)  # type: ignore[arg-type]
    tasks.complete_task(alice, task.pk)
    later = Task.objects.pending().get()
    assert (later.due_on, later.start_on) == (date(2026, 12, 12), date(2026, 12, 10))
    later = tasks.skip_task(alice, later.pk)
    assert (later.due_on, later.start_on) == (date(2026, 12, 19), date(2026, 12, 17))
