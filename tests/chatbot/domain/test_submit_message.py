from __future__ import annotations

import uuid
from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.domain.conversations.commands import rename_conversation
from chatbot.domain.conversations.deletion import delete_conversation
from chatbot.domain.errors import Conflict, Invalid, LimitReached, NotFound
from chatbot.domain.people import accounts
from chatbot.domain.plans.create import create_plan
from chatbot.domain.runs import limits
from chatbot.domain.runs.attempts import claim
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.endings import fail, succeed
from chatbot.domain.runs.retry import regenerate, retry_run
from chatbot.domain.runs.submit_message import submit_message
from chatbot.formatting import relative_moment
from chatbot.models import Conversation, Message, Run, User
from streaming.log import iso
from tests.chatbot.domain.published import published, types
from tests.chatbot.domain.threads import at_once, somebody_waits
from tests.factories import ConversationFactory, UserFactory
from tests.services.wait import wait_until
from tests.subtests import as_subtests


def test_a_message_and_its_run_are_stored_and_published_together(alice: User) -> None:
    run = submit_message(alice, "  Add milk \n")
    assert (run.trigger.content, run.trigger.role, run.trigger.position) == ("Add milk", "user", 1)
    assert (run.reply.role, run.reply.state, run.reply.position) == ("assistant", "pending", 2)
    assert (run.status, run.attempt, run.conversation.title) == (Run.Status.QUEUED, 0, "Add milk")
    (_, _), (_, created), (_, queued) = published(alice)
    assert types(alice) == ["conversation_updated", "message_created", "run_queued"]
    assert (created["result"]["html"], created["message_id"]) == ("<p>Add milk</p>\n", str(run.trigger_id))
    place = {"position": 2, "created_at": iso(run.reply.created_at)}
    assert queued["message_id"] == str(run.reply_id)
    assert queued["result"] == {"trigger_id": str(run.trigger_id), **place}


def test_a_further_message_goes_to_the_end(alice: User) -> None:
    first = submit_message(alice, "One")
    second = submit_message(alice, "Two", conversation_id=first.conversation_id)
    assert second.conversation_id == first.conversation_id
    assert [message.position for message in first.conversation.messages.all()] == [1, 2, 3, 4]


@as_subtests("text", ["", " \n ", None, 7, ["text"], "a\x00b", "a\udfffb", "a" * 10_001, "🦊" * 10_001])
def test_a_text_that_does_not_fit_is_refused(text: str, alice: User) -> None:
    with pytest.raises(Invalid) as refused:
        submit_message(alice, text)
    assert refused.value.field == "message"
    assert (Message.objects.count(), Conversation.objects.count(), types(alice)) == (0, 0, [])


def test_the_longest_text_fits(alice: User) -> None:
    run = submit_message(alice, "🦊" * 10_000)
    assert Message.objects.get(pk=run.trigger_id).content == "🦊" * 10_000


def test_a_conversation_of_somebody_else_is_not_found(alice: User, bob: User) -> None:
    theirs = submit_message(bob, "Hello").conversation_id
    for conversation_id in (theirs, uuid.uuid4()):
        with pytest.raises(NotFound):
            submit_message(alice, "Hello", conversation_id=conversation_id)
    assert Message.objects.filter(owner=alice).count() == 0


def test_a_resend_finds_the_first_run(alice: User, bob: User) -> None:
    first = submit_message(alice, "Add milk", idempotency_key="key")
    again = submit_message(alice, "Add milk ", idempotency_key=" key")
    assert again == first
    assert len(types(alice)) == 3
    assert submit_message(bob, "Add milk", idempotency_key="key") != first
    with pytest.raises(Conflict):
        submit_message(alice, "Add eggs", idempotency_key="key")
    for bad in ("a" * 256, "\x00"):
        with pytest.raises(Invalid):
            submit_message(alice, "Add eggs", idempotency_key=bad)


def test_a_resend_after_a_retry_finds_the_retry(alice: User) -> None:
    first = submit_message(alice, "Add milk", idempotency_key="key")
    held = claim(first.pk)
    assert held is not None
    fail(held, "timeout", "It took too long.")
    again = retry_run(alice, first.pk)
    assert submit_message(alice, "Add milk", idempotency_key="key") == again


def test_a_resend_at_the_limit_does_not_count(alice: User, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 1
    first = submit_message(alice, "Add milk", idempotency_key="key")
    assert submit_message(alice, "Add milk", idempotency_key="key") == first
    with pytest.raises(LimitReached):
        submit_message(alice, "Add milk", idempotency_key="other")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_simultaneous_resends_make_one_run() -> None:
    alice = UserFactory.create()

    def send() -> Run:
        return submit_message(alice, "Add milk", idempotency_key="key")

    results = at_once(send, send, send, send)
    (run,) = Run.objects.all()
    assert results == [run] * 4
    assert len(types(alice)) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_simultaneous_messages_keep_to_the_limit(settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 2
    alice = UserFactory.create()
    results = at_once(*[lambda: submit_message(alice, "Add milk")] * 4)
    assert sum(isinstance(result, LimitReached) for result in results) == 2
    assert Message.objects.filter(role=Message.Role.USER).count() == 2


@pytest.mark.usefixtures("postgresql")
def test_a_conversation_is_not_deleted_while_a_message_is_submitted() -> None:
    alice = UserFactory.create()
    conversation = ConversationFactory.create(owner=alice)
    sent = Event()

    def send() -> None:
        with transaction.atomic():
            submit_message(alice, "Add milk", conversation_id=conversation.pk)
            sent.set()
            wait_until(somebody_waits, "the deletion to come to the locked conversation")

    def delete() -> None:
        sent.wait()
        delete_conversation(alice, conversation.pk)

    kept, refused = at_once(send, delete)
    assert kept is None
    assert isinstance(refused, Conflict)


@pytest.mark.usefixtures("postgresql")
def test_a_message_to_a_conversation_that_is_being_deleted_is_refused() -> None:
    alice = UserFactory.create()
    conversation = ConversationFactory.create(owner=alice)
    deleted = Event()

    def delete() -> None:
        with transaction.atomic():
            delete_conversation(alice, conversation.pk)
            deleted.set()
            wait_until(somebody_waits, "the message to come to the locked conversation")

    def send() -> None:
        deleted.wait()
        submit_message(alice, "Add milk", conversation_id=conversation.pk)

    gone, refused = at_once(delete, send)
    assert gone is None
    assert isinstance(refused, NotFound)
    assert not Message.objects.exists()


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_day_of_the_limit_uses_the_sites_time_zone(
    zone: str, alice: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DAILY_MESSAGE_LIMIT = 1
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    submit_message(alice, "Add milk")
    alice.time_zone = zone
    alice.save()

    with pytest.raises(LimitReached) as reached:
        submit_message(alice, "Add bread")
    assert reached.value.reset_at == datetime(2026, 7, 2, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: reached.value.reset_at)
    submit_message(alice, "Add bread")


@pytest.mark.parametrize(
    ("zone", "now", "ends"),
    [
        # The day has 23 hours.
        ("Europe/Berlin", datetime(2026, 3, 29, 10, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        # Midnight comes twice: at 04:00 and at 05:00 of UTC.
        ("America/Havana", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC)),
        # There is no midnight: the clock goes from 23:59 to 01:00.
        ("Africa/Cairo", datetime(2026, 4, 23, 12, tzinfo=UTC), datetime(2026, 4, 23, 22, tzinfo=UTC)),
    ],
)
def test_days_with_clock_changes_in_the_sites_time_zone(
    zone: str, now: datetime, ends: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TIME_ZONE = zone
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert limits.end_of_day() == ends


def test_deleting_messages_does_not_restore_the_limit(alice: User, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 1
    submit_message(alice, "Add milk")
    accounts.delete_conversations(alice)

    with pytest.raises(LimitReached):
        submit_message(alice, "Add milk")


def answered(alice: User, run: Run) -> Run:
    held = claim(run.pk)
    assert held is not None
    succeed(held, "Done.")
    return run


def test_all_commands_that_start_runs_count(alice: User, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 100
    run = submit_message(alice, "Add milk")
    answered(alice, run)
    regenerate(alice, run.pk)
    create_plan(alice, "Clean the house")
    assert limits.requests_left(alice) == 97

    other = submit_message(alice, "Add bread")
    cancel_run(alice, other.pk)
    with pytest.raises(Conflict):
        retry_run(alice, other.pk)
    assert limits.requests_left(alice) == 96  # what is refused costs nothing


@pytest.mark.parametrize("what", ["message", "answer", "plan"])
def test_past_the_limit_no_command_starts_a_run(what: str, alice: User, settings: Settings) -> None:
    run = answered(alice, submit_message(alice, "Add milk"))
    settings.DAILY_MESSAGE_LIMIT = 1
    before = Run.objects.count()
    ask = {
        "message": lambda: submit_message(alice, "Add bread"),
        "answer": lambda: regenerate(alice, run.pk),
        "plan": lambda: create_plan(alice, "Clean the house"),
    }[what]

    with pytest.raises(LimitReached):
        ask()
    assert Run.objects.count() == before


def test_the_limit_says_when_it_ends(alice: User, settings: Settings) -> None:
    settings.DAILY_MESSAGE_LIMIT = 0
    with pytest.raises(LimitReached) as reached:
        submit_message(alice, "Add milk")
    ends = relative_moment(limits.end_of_day(), timezone.now(), alice.date_settings)
    assert reached.value.message.endswith(f"You can continue {ends} (Europe/Berlin).")
    assert reached.value.reset_at > timezone.now()


def test_only_a_failed_run_can_be_retried(alice: User, bob: User) -> None:
    run = submit_message(alice, "Add milk")
    with pytest.raises(Conflict):
        retry_run(alice, run.pk)
    held = claim(run.pk)
    assert held is not None
    with pytest.raises(Conflict):
        retry_run(alice, run.pk)
    fail(held, "timeout", "It took too long.")
    for owner, run_id in ((bob, run.pk), (alice, uuid.uuid4())):
        with pytest.raises(NotFound):
            retry_run(owner, run_id)
    again = retry_run(alice, run.pk)
    assert (again.trigger, again.continues, again.status) == (run.trigger, run, Run.Status.QUEUED)
    with pytest.raises(Conflict):
        retry_run(alice, run.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_simultaneous_retries_make_one_run() -> None:
    alice = UserFactory.create()
    run = submit_message(alice, "Add milk")
    held = claim(run.pk)
    assert held is not None
    fail(held, "timeout", "It took too long.")
    results = at_once(*[lambda: retry_run(alice, run.pk)] * 3)
    assert sum(isinstance(result, Conflict) for result in results) == 2
    assert Run.objects.count() == 2


def test_a_conversation_is_only_renamed_and_deleted_by_its_owner(alice: User, bob: User) -> None:
    conversation = ConversationFactory.create(owner=alice)
    with pytest.raises(NotFound):
        rename_conversation(bob, conversation.pk, "Mine")
    with pytest.raises(NotFound):
        delete_conversation(bob, conversation.pk)
    with pytest.raises(Invalid):
        rename_conversation(alice, conversation.pk, " ")
    assert rename_conversation(alice, conversation.pk, "Food").title == "Food"
    delete_conversation(alice, conversation.pk)
    assert types(alice) == ["conversation_updated", "conversation_deleted"]
    assert not Conversation.objects.chats().exists()


def test_an_active_conversation_is_not_deleted(alice: User) -> None:
    run = submit_message(alice, "Add milk")
    with pytest.raises(Conflict):
        delete_conversation(alice, run.conversation_id)


def test_a_title_consists_of_the_first_words(alice: User) -> None:
    run = submit_message(alice, "word " * 40)
    assert run.conversation.title == ("word " * 12)[:59].rstrip() + "…"
