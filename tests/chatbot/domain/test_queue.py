"""The queue of a conversation: one run at a time; runs that wait for a decision do not block."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from chatbot.domain.journal import approvals
from chatbot.domain.runs import endings, sweeper
from chatbot.domain.runs.attempts import Claim, claim
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Run, User
from chatbot.models.now import Now
from tests.chatbot.asking import ask_to_delete
from tests.chatbot.conftest import Job
from tests.factories import UserFactory


def claimed(run: Run) -> Claim:
    held = claim(run.pk)
    assert held is not None
    return held


def test_a_run_that_waits_for_approval_blocks_no_other(alice: User) -> None:
    asked = ask_to_delete(alice, "Milk")
    second = submit_message(alice, "Two", conversation_id=asked.run.conversation_id)
    endings.succeed(claimed(second), "Two.")
    third = submit_message(alice, "Three", conversation_id=asked.run.conversation_id)
    assert claim(third.pk) is not None
    assert asked.row.status == "awaiting_approval"


def test_a_decided_run_is_queued(alice: User) -> None:
    asked = ask_to_delete(alice, "Milk")
    second, third = (
        submit_message(alice, text, conversation_id=asked.run.conversation_id) for text in ("Two", "3")
    )
    held = claimed(second)
    approvals.approve(alice, asked.call_id, by=alice)
    assert claim(asked.run.pk) is None
    endings.succeed(held, "Two.")
    assert claim(third.pk) is None
    asked.resume("Deleted.")
    endings.succeed(claimed(third), "Three.")
    replies = [message.content for message in asked.run.conversation.messages.filter(role="assistant")]
    assert replies == ["Deleted.", "Two.", "Three."]


def test_several_runs_may_wait_for_approval(alice: User) -> None:
    first = ask_to_delete(alice, "Milk", call_id="call_1")
    second = ask_to_delete(alice, "Bread", call_id="call_2", conversation=first.run.conversation)
    approvals.decline(alice, first.call_id, by=alice)
    approvals.approve(alice, second.call_id, by=alice)
    second_first = claim(second.run.pk)
    assert second_first is None
    first.resume()
    second.resume()
    assert set(Run.objects.values_list("status", flat=True)) == {Run.Status.SUCCEEDED}


def test_the_next_run_is_enqueued_when_one_ends_or_waits_for_approval(
    alice: User,
    enqueued: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first = submit_message(alice, "One")
    second = submit_message(alice, "Two", conversation_id=first.conversation_id)
    with django_capture_on_commit_callbacks(execute=True):
        endings.succeed(claimed(first), "One.")
    assert enqueued == [("execute_run", str(second.pk))]
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask_to_delete(alice, "Milk")
        third = submit_message(alice, "3", conversation_id=asked.run.conversation_id)
    assert enqueued[-1] == ("execute_run", str(third.pk))


def test_a_released_run_is_queued_behind_a_decided_one(
    alice: User,
    enqueued: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked = ask_to_delete(alice, "Milk")
    held = claimed(submit_message(alice, "Two", conversation_id=asked.run.conversation_id))
    approvals.approve(alice, asked.call_id, by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        endings.hand_over(held)
    assert enqueued == [("execute_run", str(asked.run.pk))]


def test_a_queued_run_beside_a_waiting_one_is_not_overlooked(
    alice: User,
    enqueued: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked = ask_to_delete(alice, "Milk")
    second = submit_message(alice, "Two", conversation_id=asked.run.conversation_id)
    Run.objects.update(created_at=Now() - timedelta(seconds=11))
    with django_capture_on_commit_callbacks(execute=True):
        sweeper.sweep()
    assert enqueued == [("execute_run", str(second.pk))]


@pytest.mark.usefixtures("postgresql")
def test_a_message_submitted_while_the_last_run_ends_is_enqueued(enqueued: list[Job]) -> None:
    """Neither transaction sees the other: only a query after the commit finds the message."""
    alice = UserFactory.create()
    first = submit_message(alice, "One")
    held = claimed(first)

    def submit_and_claim() -> UUID:
        try:
            second = submit_message(alice, "Two", conversation_id=first.conversation_id)
            assert claim(second.pk) is None
            return second.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        # The last write of the run, without the lock of the stream, for which the message would wait.
        Run.objects.filter(pk=held.run_id).update(status=Run.Status.SUCCEEDED, lease_until=None)
        endings.notify_next_run(held.conversation_id)
        second = thread.submit(submit_and_claim).result()
    # Once when it was submitted, and once after the commit.
    assert enqueued.count(("execute_run", str(second))) == 2
