"""Events reach their endpoint in order and at least once, whichever side fails."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.history.retention import prune
from chatbot.domain.runs.sweeper import sweep
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.webhooks import delivery_queue
from chatbot.domain.webhooks.delivery_queue import BACKOFF, Claim, claim_endpoint, due_endpoints, next_due
from chatbot.domain.webhooks.endpoints import (
    change_endpoint,
    create_endpoint,
    disable_endpoint,
    enable_endpoint,
    renew_secret,
    replay_from_delivery,
    replay_since,
    request_test,
)
from chatbot.jobs import deliver_webhooks, send_test_webhook, send_webhook_disabled
from chatbot.models import Task, User, WebhookDelivery, WebhookEndpoint
from chatbot.models.now import Now
from chatbot.webhooks import http_sender
from chatbot.webhooks.delivery_jobs import message_of
from chatbot.webhooks.http_sender import Sender
from chatbot.wire.projection import chat_projection
from streaming.log import prune as prune_events
from streaming.log import read
from streaming.models import Stream
from tests.chatbot.conftest import Job
from tests.chatbot.webhooks.receiver import Received, Receiver

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


def deliver(endpoint: WebhookEndpoint) -> None:
    async_to_sync(deliver_webhooks.func)(str(endpoint.pk))


def retry(endpoint: WebhookEndpoint) -> None:
    """Let the time of the next attempt come."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(next_attempt_at=Now())
    deliver(endpoint)


def titles(received: list[Received], endpoint: WebhookEndpoint) -> list[str]:
    return [each.verified(endpoint.secret)["data"]["result"]["title"] for each in received]


def attempts(endpoint: WebhookEndpoint) -> list[tuple[int, int | None, str]]:
    """The number of each attempt, the status of its answer, and its problem; the oldest first."""
    return list(endpoint.deliveries.order_by("pk").values_list("attempt", "status", "problem"))


def add(owner: User, *names: str) -> None:
    for name in names:
        tasks.add_task(owner, title=name)


def test_events_arrive_in_order_signed_and_as_sockets_have_them(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    add(alice, "Milk", "Bread “ß”", "Eggs")
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == ["Milk", "Bread “ß”", "Eggs"]
    entries = read(endpoint.stream, 0, 10)
    assert [each.id for each in receiver.received] == [f"evt_{one.epoch}_{one.seq}" for one in entries]
    for each, entry in zip(receiver.received, entries, strict=True):
        frame = json.loads(chat_projection(str(alice.pk)).event(entry))
        message = {"type": "task_created", "timestamp": entry.at, "data": frame}
        assert each.verified(endpoint.secret) == message
        assert each.headers["content-type"] == "application/json"
    assert attempts(endpoint) == [(1, 204, "")] * 3
    deliver(endpoint)
    assert len(receiver.received) == 3


def test_only_events_from_its_creation_on_are_sent_and_only_its_owners(
    alice: User, receiver: Receiver
) -> None:
    bob = User.objects.create(username="bob")
    add(alice, "Before")
    endpoint = create_endpoint(alice, url=receiver.url)
    add(bob, "Bob's")
    add(alice, "After")
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == ["After"]


def test_only_the_chosen_types_are_sent(alice: User, receiver: Receiver) -> None:
    endpoint = create_endpoint(alice, url=receiver.url, events=["task_deleted"])
    add(alice, "Milk", "Bread")
    deliver(endpoint)
    assert not receiver.received
    assert endpoint.pk not in due_endpoints()  # its cursor has moved
    tasks.delete_task(alice, Task.objects.get(title="Milk").pk)
    deliver(endpoint)
    assert [each.verified(endpoint.secret)["type"] for each in receiver.received] == ["task_deleted"]


def test_nothing_is_lost_or_reordered_while_a_receiver_is_down(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    add(alice, "Milk", "Bread")
    receiver.answers = [500, 429, 302]
    receiver.headers = {"Location": "http://127.0.0.1:1/elsewhere"}
    WebhookEndpoint.objects.update(failures=2)  # from here on, the waits are longer than the test
    for failures, wait in enumerate(BACKOFF[2:5], 3):
        retry(endpoint)
        endpoint.refresh_from_db()
        assert endpoint.failures == failures
        assert wait - timedelta(minutes=4) < endpoint.next_attempt_at - timezone.now() <= wait
        assert endpoint.pk not in due_endpoints()
        deliver(endpoint)  # too early: nothing is sent
        assert len(receiver.received) == failures - 2
    receiver.stop()
    retry(endpoint)
    with receiver:
        add(alice, "Eggs")
        retry(endpoint)
    assert titles(receiver.received, endpoint) == ["Milk"] * 4 + ["Bread", "Eggs"]
    assert len({each.id for each in receiver.received[:4]}) == 1
    assert len({each.body for each in receiver.received[:4]}) == 1
    failed = [(3, 500, ""), (4, 429, ""), (5, 302, ""), (6, None, "connection")]
    assert attempts(endpoint) == [*failed, (7, 204, ""), (1, 204, ""), (1, 204, "")]


def test_slow_and_endless_answers_are_ended(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.chunk = lambda: b"x" * 4_096
    add(alice, "Milk")
    deliver(endpoint)
    monkeypatch.setattr(http_sender, "TIMEOUT", 0.2)
    receiver.released.clear()
    add(alice, "Bread")
    deliver(endpoint)
    assert attempts(endpoint) == [(1, 204, ""), (1, None, "timeout")]
    assert WebhookDelivery.objects.latest("pk").milliseconds >= 190


def test_what_a_killed_process_has_sent_is_sent_again_under_the_same_id(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    add(alice, "Milk", "Bread")
    lost = killed_after_sending(endpoint)
    add(alice, "Eggs")
    deliver(endpoint)  # the lease has not ended
    assert len(receiver.received) == 1
    WebhookEndpoint.objects.update(leased_until=Now() - HOUR)
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == ["Milk", "Milk", "Bread", "Eggs"]
    assert receiver.received[0].id == receiver.received[1].id
    assert next_due(lost) is None  # should it live after all, it sends nothing more


def killed_after_sending(endpoint: WebhookEndpoint) -> Claim:
    """A process sends an event and dies before it can store that."""
    claim = claim_endpoint(endpoint.pk)
    assert claim is not None
    due = next_due(claim)
    assert due is not None

    async def send() -> None:
        async with Sender() as sender:
            await sender.send(due.target, message_of(due))

    async_to_sync(send)()
    return claim


def test_a_claim_is_lost_with_a_command(alice: User, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    """The answer to what was on its way is recorded, and moves nothing."""
    add(alice, "Milk")
    claim = claim_endpoint(endpoint.pk)
    due = next_due(claim) if claim else None
    assert due is not None
    replay_since(alice, endpoint.pk, timezone.now() - HOUR)
    assert not delivery_queue.record(due, delivery_queue.Outcome(200))
    assert endpoint.deliveries.count() == 1
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == ["Milk"]


def test_an_endpoint_that_is_gone_is_disabled(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.answers = [410]
    add(alice, "Milk", "Bread")
    deliver(endpoint)
    endpoint.refresh_from_db()
    assert endpoint.disabled == "gone"
    assert endpoint.pk not in due_endpoints()
    retry(endpoint)
    assert len(receiver.received) == 1


def test_an_endpoint_that_keeps_failing_is_disabled_with_a_mail_and_continues_once_enabled(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver, enqueued: list[Job]
) -> None:
    add(alice, "Milk")
    receiver.answers = [500] * (len(BACKOFF) + 1)
    for _ in range(len(BACKOFF)):
        retry(endpoint)
    assert not enqueued
    retry(endpoint)
    endpoint.refresh_from_db()
    assert endpoint.disabled == "failing"
    assert enqueued == [("send_webhook_disabled", str(endpoint.pk))]
    send_webhook_disabled.func(str(endpoint.pk))
    (sent,) = mail.outbox
    assert sent.to == ["alice@example.com"]
    assert endpoint.url in sent.body
    enable_endpoint(alice, endpoint.pk)
    send_webhook_disabled.func(str(endpoint.pk))
    assert len(mail.outbox) == 1
    receiver.received.clear()
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == ["Milk"]


def test_events_that_were_deleted_are_noted(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    add(alice, "Milk", "Bread")
    prune_events(timezone.now() + HOUR)
    add(alice, "Eggs")
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == ["Eggs"]
    assert attempts(endpoint) == [(1, None, "gap"), (1, 204, "")]


def test_after_a_restore_it_continues_under_the_new_epoch(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    add(alice, "Milk")
    deliver(endpoint)
    Stream.objects.update(epoch="0badcafe")
    add(alice, "Bread")
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == ["Milk", "Bread"]
    assert receiver.received[1].id == "evt_0badcafe_2"
    assert attempts(endpoint) == [(1, 204, "")] * 2


def test_events_are_sent_again_from_a_delivery_or_a_time(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    add(alice, "Milk", "Bread", "Eggs")
    deliver(endpoint)
    first = [each.id for each in receiver.received]
    replay_from_delivery(alice, endpoint.pk, endpoint.deliveries.get(message_id=first[1]).pk)
    deliver(endpoint)
    assert [each.id for each in receiver.received[3:]] == first[1:]
    replay_since(alice, endpoint.pk, timezone.now() - HOUR)
    deliver(endpoint)
    assert [each.id for each in receiver.received[5:]] == first
    replay_since(alice, endpoint.pk, timezone.now() + HOUR)
    deliver(endpoint)
    assert len(receiver.received) == 8


def test_for_a_day_both_secrets_are_valid(alice: User, endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    renewed = renew_secret(alice, endpoint.pk)
    assert renewed.secret != endpoint.secret
    add(alice, "Milk")
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == titles(receiver.received, renewed) == ["Milk"]
    WebhookEndpoint.objects.update(earlier_secret_until=Now() - HOUR)
    add(alice, "Bread")
    deliver(endpoint)
    assert len(receiver.received[1].headers["webhook-signature"].split()) == 1
    assert titles(receiver.received[1:], renewed) == ["Bread"]


def test_a_test_message_is_sent_outside_of_the_order(
    alice: User, endpoint: WebhookEndpoint, receiver: Receiver, enqueued: list[Job]
) -> None:
    add(alice, "Milk")
    disable_endpoint(alice, endpoint.pk)
    request_test(alice, endpoint.pk)
    ((job, argument),) = enqueued
    assert job == "send_test_webhook"
    async_to_sync(send_test_webhook.func)(argument)
    (received,) = receiver.received
    message = received.verified(endpoint.secret)
    assert (message["type"], message["data"]) == ("webhook_test", {})
    enable_endpoint(alice, endpoint.pk)
    deliver(endpoint)
    assert titles(receiver.received[1:], endpoint) == ["Milk"]
    assert list(endpoint.deliveries.order_by("pk").values_list("seq", flat=True)) == [None, 1]


def test_a_changed_address_is_tried_at_once(alice: User, receiver: Receiver) -> None:
    endpoint = create_endpoint(alice, url="http://127.0.0.1:1/")
    add(alice, "Milk")
    deliver(endpoint)
    change_endpoint(alice, endpoint.pk, url=receiver.url)
    deliver(endpoint)
    assert titles(receiver.received, endpoint) == ["Milk"]


def test_the_sweep_finds_what_is_due(
    alice: User,
    endpoint: WebhookEndpoint,
    enqueued: list[Job],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        sweep()
    add(alice, "Milk")
    sweep()
    assert enqueued == [("deliver_webhooks", str(endpoint.pk))]
    claim_endpoint(endpoint.pk)
    sweep()
    WebhookEndpoint.objects.update(leased_until=None)
    User.objects.update(is_active=False)
    sweep()
    assert len(enqueued) == 1
    WebhookEndpoint.objects.update(disabled="owner")
    User.objects.update(is_active=True)
    sweep()
    assert len(enqueued) == 1


def test_deliveries_are_pruned(alice: User, endpoint: WebhookEndpoint) -> None:
    add(alice, "Milk", "Bread")
    deliver(endpoint)
    old = endpoint.deliveries.latest("pk")
    WebhookDelivery.objects.filter(pk=old.pk).update(created_at=Now() - timedelta(days=31))
    prune()
    assert list(endpoint.deliveries.values_list("pk", flat=True)) == [old.pk - 1]
