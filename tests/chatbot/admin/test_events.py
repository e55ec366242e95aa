from __future__ import annotations

import pytest

from chatbot.domain.tasks import commands as tasks
from chatbot.models import User
from streaming.log import append
from streaming.models import Event, Stream
from tests.chatbot.admin.admin_client import AdminClient
from tests.factories import UserFactory
from tests.markup import parse


def test_events_are_shown(admin: AdminClient, alice: User, bob: User) -> None:
    tasks.add_task(alice, title="Buy milk")
    tasks.add_task(bob, title="Sell bike")
    event = Event.objects.get(stream__name=f"user.{alice.pk}")
    page = parse(admin.list(Event))
    assert "Created: Buy milk" in page.text
    assert page.texts(f'a[href="/admin/chatbot/user/{alice.pk}/change/"]') == ["alice"]

    page = parse(admin.client.get(admin.url(Event, "change", event.pk)))
    assert '"title": "Buy milk"' in page.text
    assert page.all(f'a[href="/admin/streaming/stream/{event.stream_id}/change/"]')


def test_events_are_found_by_type_stream_and_owner(admin: AdminClient, alice: User, bob: User) -> None:
    milk = tasks.add_task(alice, title="Buy milk")
    tasks.delete_task(alice, milk.pk)
    tasks.add_task(bob, title="Sell bike")

    def found(**filters: object) -> list[str]:
        return [event.type for event in admin.rows(Event, **filters)]

    assert found() == ["task_created", "task_deleted", "task_created"]
    assert found(type="task_deleted") == ["task_deleted"]
    assert found(q="alice") == ["task_deleted", "task_created"]
    assert found(q=str(bob.pk)) == ["task_created"]
    assert found(q="nobody") == []
    stream = Stream.objects.get(name=f"user.{bob.pk}")
    assert found(stream__id__exact=stream.pk) == ["task_created"]


def test_streams_are_shown(admin: AdminClient, alice: User) -> None:
    tasks.add_task(alice, title="Buy milk")
    stream = Stream.objects.get()
    assert [found.name for found in admin.rows(Stream, q="alice")] == [stream.name]

    page = parse(admin.client.get(admin.url(Stream, "change", stream.pk)))
    assert page.texts(f'a[href="/admin/chatbot/user/{alice.pk}/change/"]') == ["alice"]
    assert page.all(f'a[href="/admin/streaming/event/?stream__id__exact={stream.pk}"]')


def test_streams_without_an_owner_are_shown_too(admin: AdminClient, alice: User) -> None:
    gone = f"user.{alice.pk}"
    for name in (gone, "user.not-an-id", "plan.7"):
        append(name, [("something", {"message": None})])
    alice.delete()

    page = admin.list(Stream).content.decode()
    for name in (gone, "user.not-an-id", "plan.7"):
        assert f"nobody ({name})" in page
    assert len(admin.rows(Event)) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_as_many_queries_for_many_rows(admin: AdminClient, rows: int) -> None:
    for _ in range(rows):
        tasks.add_task(UserFactory.create(), title="Milk")
    assert admin.queries(admin.url(Event, "changelist")) == 5
    assert admin.queries(admin.url(Stream, "changelist")) == 5
