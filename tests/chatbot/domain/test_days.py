"""A task that is due on a day has no time: the day is the same in every zone, and ends where its owner is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.utils import timezone

from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks.changes import changed_fields
from chatbot.domain.tasks.undo import undo_change
from chatbot.domain.tasks.zones import move_days
from chatbot.formatting.dues import due_label
from chatbot.models import Change, Task, User
from tests.chatbot.domain.published import published
from tests.factories import TaskFactory, UserFactory

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
DAY = date(2027, 3, 2)
END = datetime(2027, 3, 2, 23, 59, tzinfo=BERLIN)


def move(owner: User, zone: str) -> None:
    before, owner.time_zone = owner.tz, zone
    owner.save(update_fields=["time_zone"])
    move_days(owner, before)


def latest(owner: User) -> Change:
    return Change.objects.of(owner).latest("pk")


def test_a_day_is_kept_beside_its_end(alice: User) -> None:
    task = tasks.add_task(alice, title="Rent", due_at=DAY)
    assert (task.due, task.due_on, task.due_at) == (DAY, DAY, END)
    timed = tasks.update_task(alice, task.pk, due_at=END)
    assert (timed.due, timed.due_on, changed_fields(latest(alice))) == (END, None, ["due_at"])
    undo_change(alice, latest(alice).pk)
    assert Task.objects.get().due == DAY
    nothing = tasks.update_task(alice, task.pk, due_at=None)
    assert (nothing.due, nothing.due_at) == (None, None)


def test_a_day_is_overdue_when_it_has_ended(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    last_minute = END + timedelta(seconds=30)
    day, moment = (Task(owner=alice, due_at=END, due_on=on) for on in (DAY, None))
    for now, states in ((last_minute, (False, True)), (last_minute + timedelta(minutes=1), (True, True))):
        monkeypatch.setattr(timezone, "now", lambda now=now: now.astimezone(UTC))
        assert (day.overdue, moment.overdue) == states
        dates = alice.date_settings
        assert [due_label(one.due, now, dates).state == "overdue" for one in (day, moment) if one.due] == [
            *states
        ]


def test_overdue_tasks_are_found_by_the_end_of_their_day(alice: User) -> None:
    now = timezone.now()
    for seconds in (30, 90):
        due = now - timedelta(seconds=seconds)
        TaskFactory.create(owner=alice, title=f"day {seconds}", due_at=due, due_on=due.date())
        TaskFactory.create(owner=alice, title=f"moment {seconds}", due_at=due)
    titles = Task.objects.of(alice).overdue().values_list("title", flat=True)
    assert sorted(titles) == ["day 90", "moment 30", "moment 90"]


def test_days_follow_their_owner_to_another_zone_and_moments_stay(alice: User) -> None:
    day = tasks.add_task(alice, title="Rent", due_at=DAY, reminders=[0], repeat="every 2 days")
    moment = tasks.add_task(alice, title="Call", due_at=END)
    tasks.update_task(alice, day.pk, due_at=DAY + timedelta(days=2))
    before = len(published(alice))
    move(alice, "America/New_York")

    day.refresh_from_db()
    moment.refresh_from_db()
    assert day.due_on == DAY + timedelta(days=2)
    assert day.due_at == datetime(2027, 3, 4, 23, 59, tzinfo=NEW_YORK)
    assert day.series_start == datetime(2027, 3, 2, 23, 59, tzinfo=NEW_YORK)
    assert day.remind_at == datetime(2027, 3, 4, 9, tzinfo=NEW_YORK)
    assert (moment.due_on, moment.due_at) == (None, END)
    [(_kind, event)] = published(alice)[before:]
    assert (event["task_id"], event["result"]["due_at"]) == (str(day.pk), "2027-03-05T04:59:00.000Z")

    undo_change(alice, latest(alice).pk)
    day.refresh_from_db()
    assert (day.due_on, day.due_at) == (DAY, datetime(2027, 3, 2, 23, 59, tzinfo=NEW_YORK))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_what_was_stored_at_the_last_minute_of_a_day_becomes_that_day() -> None:
    owner = UserFactory.create(time_zone="Europe/Berlin")
    other = UserFactory.create(time_zone="America/New_York")
    old = TaskFactory.create(owner=owner, due_at=END)
    elsewhere = TaskFactory.create(owner=other, due_at=END)
    state = {"due_at": END.astimezone(UTC).isoformat()}
    change = Change.objects.create(
        owner=owner, task_id=old.pk, before={"due_at": None}, after=state, actor="owner"
    )
    deletion = Change.objects.create(owner=other, task_id=old.pk, before=state, after=None, actor="owner")

    import_module("chatbot.migrations.0046_days").store_days(apps, None)

    for row in (old, elsewhere, change, deletion):
        row.refresh_from_db()
    assert (old.due_on, old.due_at, elsewhere.due_on) == (DAY, END, None)
    assert (change.before, change.after) == ({"due_at": None}, {"due_at": "2027-03-02"})
    assert deletion.before == state
