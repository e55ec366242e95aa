from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from markdown_it import MarkdownIt
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from chatbot.domain.errors import NotFound
from chatbot.domain.events import LAST_EVENTS
from chatbot.domain.journal import tool_calls, turns
from chatbot.domain.journal.tool_calls import Call, Outcome, Progress, SoFar
from chatbot.domain.journal.turns import Response
from chatbot.domain.runs import attempts, sweeper
from chatbot.domain.runs.attempts import Claim, LeaseLost, claim, save_text
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.endings import MAX_LOSSES, cancel, fail, requeue, succeed
from chatbot.domain.runs.lineage import lineage
from chatbot.domain.runs.retry import retry_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.models import Conversation, Message, Run, ToolCall, User
from chatbot.models.now import Now
from tests.chatbot.conftest import Job
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once
from tests.chatbot.outputs import Counted
from tests.factories import UserFactory

CALL = Call("call_0", "add_task", {"title": "Milk"})


def lose(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))


def claimed(run: Run) -> Claim:
    held = claim(run.pk)
    assert held is not None
    return held


@pytest.fixture
def run(alice: User) -> Run:
    return submit_message(alice, "Add milk")


def test_a_claimed_run_has_a_lease(run: Run, alice: User) -> None:
    held = claimed(run)
    run.refresh_from_db()
    assert (held.attempt, run.attempt, run.status) == (1, 1, Run.Status.RUNNING)
    assert run.lease_until is not None
    assert timedelta(seconds=15) < run.lease_until - timezone.now() <= timedelta(seconds=21)
    assert published(alice)[-1][0] == "agent_thinking"
    assert claim(run.pk) is None


def test_the_lease_uses_the_clock_of_the_database(
    run: Run, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    ahead = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: ahead)
    held = claimed(run)
    attempts.renew(held)
    assert not Run.objects.lost().exists()
    sweeper.sweep()
    run.refresh_from_db()
    assert (run.status, run.attempt) == (Run.Status.RUNNING, 1)


def test_one_run_at_a_time_and_in_order(run: Run, alice: User) -> None:
    second = submit_message(alice, "Two", conversation_id=run.conversation_id)
    third = submit_message(alice, "Three", conversation_id=run.conversation_id)
    elsewhere = submit_message(alice, "Elsewhere")
    assert (claim(second.pk), claim(third.pk)) == (None, None)
    held = claimed(run)
    assert (claim(second.pk), claim(third.pk)) == (None, None)
    assert claim(elsewhere.pk) is not None
    succeed(held, "One.")
    assert claim(third.pk) is None
    fail(claimed(second), "timeout", "It took too long.")
    assert claim(third.pk) is not None


def test_a_stop_during_the_requeue_of_a_lost_run_is_not_lost(run: Run, alice: User) -> None:
    claimed(run)
    lose(run)
    Run.objects.filter(pk=run.pk).update(losses=MAX_LOSSES - 1)
    found = Run.objects.get(pk=run.pk)  # as a sweeper does
    cancel_run(alice, run.pk)
    requeue(found)
    run.refresh_from_db()
    assert run.status == Run.Status.CANCELLED


def test_a_retry_is_queued_behind_earlier_runs(run: Run, alice: User) -> None:
    second = submit_message(alice, "Two", conversation_id=run.conversation_id)
    fail(claimed(run), "timeout", "It took too long.")
    again = retry_run(alice, run.pk)
    assert claim(again.pk) is None
    succeed(claimed(second), "Two.")
    assert claim(again.pk) is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_of_simultaneous_claims_one_succeeds() -> None:
    alice = UserFactory.create()
    first = submit_message(alice, "One")
    second = submit_message(alice, "Two", conversation_id=first.conversation_id)
    results = at_once(*[lambda run=run: claim(run.pk) for run in (first, second, first, second)])
    (held,) = [result for result in results if result is not None]
    assert isinstance(held, Claim)
    assert (held.run_id, held.attempt) == (first.pk, 1)
    assert types(alice).count("agent_thinking") == 1


def test_a_replaced_attempt_writes_nothing(run: Run, alice: User) -> None:
    old = claimed(run)
    tool_calls.start(old, CALL, "Creating a new task...")
    run.refresh_from_db()
    requeue(run)
    new = claimed(run)
    before = types(alice)
    writes: dict[str, Callable[[], object]] = {
        "renew": lambda: attempts.renew(old),
        "begin_turn": lambda: attempts.begin_turn(old, 2),
        "record_turn": lambda: turns.record_turn(old, Response(0, {}, {}), "text"),
        "save_text": lambda: save_text(old, "text"),
        "save_text again": lambda: save_text(old, "text", again=True),
        "start": lambda: tool_calls.start(old, CALL, ""),
        "perform": lambda: tool_calls.perform(old, CALL, lambda owner, done: pytest.fail("it was done")),
        "fail a call": lambda: tool_calls.fail(old, CALL, "No."),
        "succeed": lambda: succeed(old, "text"),
        "fail": lambda: fail(old, "internal", "No."),
    }
    for name, write in writes.items():
        with pytest.raises(LeaseLost):
            write()
        assert types(alice) == before, name
    run.refresh_from_db()
    assert (run.status, run.attempt, run.reply.content) == (Run.Status.RUNNING, new.attempt, "")


@pytest.mark.parametrize("end", ["succeed", "fail"])
def test_a_run_ends_once(end: str, run: Run, alice: User) -> None:
    held = claimed(run)
    succeed(held, "Done.") if end == "succeed" else fail(held, "timeout", "It took too long.")
    with pytest.raises(LeaseLost):
        succeed(held, "Done.")
    with pytest.raises(LeaseLost):
        fail(held, "timeout", "It took too long.")
    sweeper.recover()
    sweeper.sweep()
    assert sum(kind in LAST_EVENTS for kind in types(alice)) == 1
    run.refresh_from_db()
    assert run.finished_at is not None
    assert run.lease_until is None


def test_the_reply_is_published_with_its_first_text(run: Run, alice: User) -> None:
    held = claimed(run)
    save_text(held, "One")
    save_text(held, "One two")
    succeed(held, "One two.")
    created = [data for kind, data in published(alice) if kind == "message_created"]
    assert [data["result"]["content"] for data in created] == ["Add milk", "One"]
    assert types(alice)[-2:] == ["message_complete", "agent_done"]


@pytest.mark.parametrize("end", ["succeed", "cancel", "save_text"])
def test_no_transaction_waits_for_an_answer_to_be_rendered(
    end: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, outside = claimed(run), len(connection.atomic_blocks)
    render, depths = MarkdownIt.render, []

    def note(markdown: MarkdownIt, *given: Any) -> str:
        depths.append(len(connection.atomic_blocks))
        return render(markdown, *given)

    monkeypatch.setattr(MarkdownIt, "render", note)
    {"succeed": succeed, "cancel": cancel, "save_text": save_text}[end](held, "Some *text*.")
    run.refresh_from_db()
    assert run.reply.content == "Some *text*."
    assert set(depths) == {outside}


def test_a_failed_run_keeps_the_text_that_was_written(run: Run) -> None:
    held = claimed(run)
    save_text(held, "One")
    fail(held, "timeout", "It took too long.")
    run.refresh_from_db()
    assert (run.reply.content, run.reply.state) == ("One", Message.State.FAILED)
    assert (run.error, run.error_code) == ("It took too long.", "timeout")


def test_a_lost_run_is_tried_three_times(run: Run, alice: User) -> None:
    for attempt in range(1, MAX_LOSSES + 1):
        assert claimed(run).attempt == attempt
        lose(run)
        sweeper.sweep()
    run.refresh_from_db()
    assert (run.status, run.error_code) == (Run.Status.FAILED, "interrupted")
    retrying = [data["result"] for kind, data in published(alice) if kind == "run_retrying"]
    assert retrying == [{"attempts_left": 2}, {"attempts_left": 1}]
    assert [kind for kind in types(alice) if kind in LAST_EVENTS] == ["run_failed"]
    assert claim(run.pk) is None


def test_a_run_without_progress_is_ended(run: Run, alice: User, settings: Settings) -> None:
    settings.RUN_TIMEOUT = 60
    held = claimed(run)
    Run.objects.filter(pk=run.pk).update(progress_at=Now() - timedelta(seconds=61))
    sweeper.sweep()
    run.refresh_from_db()
    assert (run.status, run.error_code) == (Run.Status.FAILED, "timeout")
    with pytest.raises(LeaseLost):
        save_text(held, "At last")


def test_text_is_progress(run: Run, settings: Settings) -> None:
    settings.RUN_TIMEOUT = 60
    held = claimed(run)
    Run.objects.filter(pk=run.pk).update(progress_at=Now() - timedelta(seconds=61))
    save_text(held, "More")
    sweeper.sweep()
    run.refresh_from_db()
    assert run.status == Run.Status.RUNNING


def test_a_queued_run_whose_job_was_lost_is_enqueued_again(
    run: Run, enqueued: list[Job], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sweeper.sweep()
    assert enqueued == []
    Run.objects.filter(pk=run.pk).update(created_at=Now() - timedelta(seconds=11))
    with django_capture_on_commit_callbacks(execute=True):
        sweeper.sweep()
    assert enqueued == [("execute_run", str(run.pk))]


def test_a_run_that_waits_for_its_turn_is_not_enqueued(
    run: Run,
    alice: User,
    enqueued: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    waiting = submit_message(alice, "Two", conversation_id=run.conversation_id)
    claimed(run)
    Run.objects.filter(pk=waiting.pk).update(created_at=Now() - timedelta(seconds=11))
    with django_capture_on_commit_callbacks(execute=True):
        sweeper.sweep()
    assert enqueued == []


def test_a_run_with_a_renewed_lease_is_not_swept(run: Run) -> None:
    """The runner was slow, and renews its lease between the sweeper's query and its write."""
    held = claimed(run)
    lose(run)
    (lost,) = Run.objects.lost()
    attempts.renew(held)
    requeue(lost)
    run.refresh_from_db()
    assert (run.status, run.attempt) == (Run.Status.RUNNING, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
@pytest.mark.parametrize("losses", [0, MAX_LOSSES - 1])
def test_two_sweepers_at_once_do_it_once(losses: int) -> None:
    alice = UserFactory.create()
    run = submit_message(alice, "Add milk")
    claimed(run)
    Run.objects.filter(pk=run.pk).update(losses=losses)
    lose(run)
    assert at_once(*[sweeper.sweep] * 4) == [None] * 4
    run.refresh_from_db()
    last = "run_retrying" if losses == 0 else "run_failed"
    assert types(alice) == ["conversation_updated", "message_created", "run_queued", "agent_thinking", last]


def test_recovery_resumes_the_runs_of_an_earlier_process(
    run: Run,
    alice: User,
    enqueued: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    queued = submit_message(alice, "Two")
    claimed(run)
    with django_capture_on_commit_callbacks(execute=True):
        sweeper.recover()
    run.refresh_from_db()
    assert (run.status, run.lease_until) == (Run.Status.QUEUED, None)
    assert list(dict.fromkeys(enqueued)) == [("execute_run", str(pk)) for pk in (run.pk, queued.pk)]


def outcome(owner: User, so_far: SoFar) -> Outcome:
    return Outcome(Counted(count=3), "Found 3 tasks", count=3)


def test_a_finished_call_is_not_made_again(run: Run, alice: User) -> None:
    held = claimed(run)
    assert tool_calls.start(held, CALL, "Creating a new task...").output is None
    assert tool_calls.perform(held, CALL, outcome) == {"count": 3}
    run.refresh_from_db()
    requeue(run)
    assert tool_calls.start(claimed(run), CALL, "Creating a new task...").output == {"count": 3}
    (call,) = run.tool_calls.all()
    assert (call.status, call.message, call.count) == (ToolCall.Status.DONE, "Found 3 tasks", 3)
    assert call.duration_ms is not None


def test_a_refused_effect_is_undone_and_reported(run: Run, alice: User) -> None:
    held = claimed(run)
    tool_calls.start(held, CALL, "")

    def refused(owner: User, so_far: SoFar) -> Outcome:
        Conversation.objects.create(owner=owner, title="half done")
        raise NotFound("There is no task #9.")

    assert tool_calls.perform(held, CALL, refused) == {"error": "There is no task #9."}
    assert not Conversation.objects.filter(title="half done").exists()
    kind, data = published(alice)[-1]
    assert (kind, data["error"], data["message"]) == (
        "tool_error",
        "There is no task #9.",
        "Error in add_task: There is no task #9.",
    )


def test_a_long_call_continues_after_the_last_batch_of_a_failed_run(run: Run, alice: User) -> None:
    """Through two retries: the last outcome includes what the first run has counted."""
    seen: list[int] = []

    def step(owner: User, so_far: SoFar) -> Outcome | Progress:
        seen.append(so_far.part)
        part = so_far.part + 40
        return Progress(part, 120, "") if part < 120 else Outcome(Counted(count=part), "", count=part)

    def begin(current: Run) -> Claim:
        """The run's attempt is lost after the call started, and another one continues."""
        assert tool_calls.start(claimed(current), CALL, "").output is None
        current.refresh_from_db()
        requeue(current)
        held = claimed(current)
        assert tool_calls.start(held, CALL, "").output is None
        return held

    for _ in range(2):
        held = begin(run)
        assert tool_calls.perform(held, CALL, step) is None
        fail(held, "timeout", "It took too long.")
        run = retry_run(alice, run.pk)
    held = begin(run)
    assert tool_calls.perform(held, CALL, step) == {"count": 120}
    fail(held, "timeout", "It took too long.")
    assert tool_calls.start(claimed(retry_run(alice, run.pk)), CALL, "").output == {"count": 120}
    assert seen == [0, 40, 80]


def test_the_journal_of_a_run_continues_from_those_before_it(run: Run, alice: User) -> None:
    held = claimed(run)
    turns.record_turn(held, Response(0, {"id": "first"}, {}))
    fail(held, "timeout", "It took too long.")
    second = retry_run(alice, run.pk)
    held = claimed(second)
    turns.record_turn(held, Response(1, {"id": "second"}, {}))
    fail(held, "timeout", "It took too long.")
    third = retry_run(alice, second.pk)
    assert lineage(third) == [third.pk, second.pk, run.pk]
    assert turns.recorded_turns(third) == [{"id": "first"}, {"id": "second"}]


def test_the_database_allows_one_running_run_in_a_conversation(run: Run, alice: User) -> None:
    second = submit_message(alice, "Two", conversation_id=run.conversation_id)
    claimed(run)
    with pytest.raises(IntegrityError):
        Run.objects.filter(pk=second.pk).update(status=Run.Status.RUNNING, lease_until=Now())
