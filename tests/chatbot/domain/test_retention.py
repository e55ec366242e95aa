from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot import jobs
from chatbot.domain.conversations.commands import rename_conversation, updated_event
from chatbot.domain.conversations.deletion import delete_conversation
from chatbot.domain.errors import NotFound
from chatbot.domain.history import retention
from chatbot.domain.history.retention import prune_conversations
from chatbot.domain.idempotency import answer_once
from chatbot.domain.publish import publish, stream_of
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import AnsweredRequest, Conversation, Plan, Run, Task, User
from streaming.models import Event
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once
from tests.factories import ConversationFactory, MessageFactory, RunFactory, TaskFactory


def conversation(owner: User, *, days: float, **fields: Any) -> Conversation:
    """A conversation whose last message is that many days old."""
    last = timezone.now() - timedelta(days=days)
    made: Conversation = ConversationFactory(owner=owner, **fields)
    MessageFactory(conversation=made)
    Conversation.objects.filter(pk=made.pk).update(updated_at=last)
    return made


def prune_command(*arguments: str) -> str:
    said = StringIO()
    call_command("prune_conversations", *arguments, stdout=said)
    return said.getvalue()


def test_old_conversations_are_deleted_and_events_published(alice: User, bob: User) -> None:
    old, young = conversation(alice, days=91), conversation(alice, days=89)
    other = conversation(bob, days=400)
    TaskFactory(owner=alice)

    assert prune_conversations(90) == 2

    assert list(Conversation.objects.all()) == [young]
    assert published(alice) == [("conversation_deleted", {"conversation_id": str(old.pk)})]
    assert published(bob) == [("conversation_deleted", {"conversation_id": str(other.pk)})]
    assert Task.objects.count() == 1


@pytest.mark.parametrize("status", Run.ACTIVE)
def test_none_is_deleted_while_a_run_is_active(alice: User, status: str) -> None:
    kept = conversation(alice, days=91)
    lease = timezone.now() if status == Run.Status.RUNNING else None
    RunFactory(conversation=kept, status=status, lease_until=lease)

    assert prune_conversations(90) == 0
    assert Conversation.objects.exists()


def test_one_with_an_ended_run_is_deleted(alice: User) -> None:
    kept = conversation(alice, days=91)
    RunFactory(conversation=kept, status=Run.Status.FAILED)

    assert prune_conversations(90) == 1


def test_a_plans_conversations_are_kept_with_it(alice: User) -> None:
    conversation(alice, days=91, plan=Plan.objects.create(owner=alice, goal="Move house"))

    assert prune_conversations(90) == 0


def test_they_are_deleted_in_batches(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    for _ in range(5):
        conversation(alice, days=91)

    assert prune_conversations(90) == 5
    assert types(alice) == ["conversation_deleted"] * 5


def test_zero_days_keep_all(alice: User, settings: Settings) -> None:
    conversation(alice, days=10_000)
    settings.CONVERSATION_RETENTION_DAYS = 0

    retention.prune()

    assert Conversation.objects.exists()


def test_the_job_prunes_conversations_and_events(alice: User, settings: Settings) -> None:
    old = conversation(alice, days=8)
    publish(alice.pk, updated_event(old))
    Event.objects.update(created_at=timezone.now() - timedelta(days=31))
    settings.CONVERSATION_RETENTION_DAYS = 7

    jobs.prune.call()

    assert not Conversation.objects.exists()
    left = Event.objects.filter(stream__name=stream_of(alice.pk))
    assert [event.type for event in left] == ["conversation_deleted"]


def test_idempotency_keys_are_kept_as_long_as_events(alice: User) -> None:
    for key, days in (("old", 31), ("young", 29)):
        answer_once(alice, key, {}, dict)
        created_at = timezone.now() - timedelta(days=days)
        AnsweredRequest.objects.filter(idempotency_key=key).update(created_at=created_at)

    retention.prune()

    assert list(AnsweredRequest.objects.values_list("idempotency_key", flat=True)) == ["young"]


def test_the_command_deletes_or_only_counts(alice: User) -> None:
    conversation(alice, days=91)
    conversation(alice, days=6)

    assert prune_command("--dry-run") == "Would delete 1 conversation without a message for 90 days.\n"
    assert prune_command("--days", "5", "--dry-run") == (
        "Would delete 2 conversations without a message for 5 days.\n"
    )
    assert Conversation.objects.count() == 2
    assert prune_command("--days", "0") == "Conversations are kept for ever.\n"
    assert prune_command() == "Deleted 1 conversation without a message for 90 days.\n"
    assert Conversation.objects.count() == 1
    with pytest.raises(CommandError):
        prune_command("--days=-1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_an_old_conversation_that_is_continued_is_kept_or_reported_as_deleted() -> None:
    alice = User.objects.create_user("alice")
    for _ in range(5):
        old = conversation(alice, days=91)

        def continue_chat(old: Conversation = old) -> Run:
            return submit_message(alice, "Still there?", conversation_id=old.pk)

        deleted, run = at_once(lambda: prune_conversations(90), continue_chat)

        if deleted == 0:
            assert isinstance(run, Run)
            Run.objects.update(status=Run.Status.CANCELLED)
        else:
            assert (deleted, type(run)) == (1, NotFound)
        Conversation.objects.all().delete()
    connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_renaming_during_a_deletion_does_not_deadlock() -> None:
    alice = User.objects.create_user("alice")
    for _ in range(5):
        doomed = ConversationFactory(owner=alice)

        def rename(doomed: Conversation = doomed) -> str:
            return rename_conversation(alice, doomed.pk, "Holidays").title

        def delete(doomed: Conversation = doomed) -> None:
            delete_conversation(alice, doomed.pk)

        renamed, deleted = at_once(rename, delete)

        assert deleted is None
        assert renamed == "Holidays" or isinstance(renamed, NotFound)
        assert not Conversation.objects.chats().exists()
