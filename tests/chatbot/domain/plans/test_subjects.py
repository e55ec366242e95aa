"""The events of one plan are found by an index, those of earlier releases too."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction

from chatbot.domain.plans.messages import send_agent_message
from chatbot.domain.publish import stream_of
from chatbot.models import Plan, User
from streaming.models import Event
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("any_database")]


@pytest.fixture
def alice() -> User:
    return UserFactory.create()


def test_events_of_a_plan_are_found_by_an_index(alice: User) -> None:
    plan = Plan.objects.create(owner=alice, goal="Rest")
    send_agent_message(plan.pk, "Writer", "Hello")
    rows = Event.objects.filter(stream__name=stream_of(alice.pk), subject=str(plan.pk), seq__gt=0)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # it reads a table of one page as a whole
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert "event_of_subject" in rows.order_by("seq")[:10].explain()


def test_events_of_earlier_releases_get_their_plan(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = import_module("chatbot.migrations.0023_plan_subjects")
    monkeypatch.setattr(migration, "BATCH", 2)
    plans = [Plan.objects.create(owner=alice, goal=goal) for goal in ("Rest", "Work")]
    for plan in plans:
        for text in ("One", "Two", "Three"):
            send_agent_message(plan.pk, "Writer", text)
    written = list(Event.objects.values_list("seq", "subject"))
    Event.objects.update(subject=None)
    migration.set_subjects(apps, None)
    assert list(Event.objects.values_list("seq", "subject")) == written
    assert [subject for _, subject in written] == [str(plan.pk) for plan in plans for _ in range(3)]
