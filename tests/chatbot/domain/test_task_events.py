"""Many tasks that change together are published in few events."""

from __future__ import annotations

import pytest
from django.db import transaction

from chatbot.domain.errors import NotFound
from chatbot.domain.events.frame import EVENT_BYTES
from chatbot.domain.publish import published_together
from chatbot.domain.tasks import commands as tasks
from chatbot.models import Task, User
from streaming.entry import dumps
from tests.chatbot.domain.published import published, types
from tests.factories import TaskFactory


def test_tasks_too_large_for_one_event_are_split_over_several(alice: User) -> None:
    TaskFactory.create_batch(60, owner=alice, description="🦊" * 2_000)

    tasks.complete_all(alice, Task.objects.all())

    events = published(alice)
    assert {kind for kind, _ in events} == {"tasks_updated"}
    assert all(len(dumps(data).encode()) <= EVENT_BYTES for _, data in events)
    assert not any("truncated" in data["result"] for _, data in events)
    shown = [task for _, data in events for task in data["result"]["tasks"]]
    assert [task["number"] for task in shown] == list(range(1, 61))
    assert {len(task["description"]) for task in shown} == {2_000}
    assert len(events) < 10
    assert sum(data["count"] for _, data in events) == 60


@transaction.atomic
def change_together(owner: User) -> None:
    with published_together():
        one, two = (tasks.add_task(owner, title=title) for title in ("One", "Two"))
        tasks.update_task(owner, one.pk, title="Uno")
        tasks.delete_task(owner, one.pk)
        tasks.delete_task(owner, two.pk)


def test_changes_published_together_keep_their_order(alice: User) -> None:
    change_together(alice)

    assert types(alice) == ["tasks_created", "task_updated", "tasks_deleted"]


def test_changes_that_are_rolled_back_are_not_published(alice: User) -> None:
    with pytest.raises(NotFound):
        add_and_fail(alice)

    tasks.add_task(alice, title="Two")
    assert [data["result"]["title"] for _, data in published(alice)] == ["Two"]


@transaction.atomic
def add_and_fail(owner: User) -> None:
    with published_together():
        tasks.add_task(owner, title="One")
        tasks.get_task_by_number_for_update(owner, number=99)
