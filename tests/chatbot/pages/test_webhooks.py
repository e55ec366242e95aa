"""The pages on which a person sets up webhooks, and sees what was delivered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.tasks.commands import add_task
from chatbot.domain.webhooks.delivery_queue import Outcome, claim_endpoint, next_due, record, record_test
from chatbot.domain.webhooks.endpoints import MOST_ENDPOINTS, create_endpoint
from chatbot.models import AuditEntry, User, WebhookEndpoint
from tests.chatbot.conftest import Job
from tests.factories import PASSWORD
from tests.markup import parse
from tests.subtests import as_subtests

PAGE = reverse("webhooks")
URL = "https://hooks.example/lockstep?key=1"
FORM = {"url": URL, "events": ["task_created", "agent_done"], "password": PASSWORD}
Action = AuditEntry.Action


@pytest.fixture
def endpoint(alice: User) -> WebhookEndpoint:
    return create_endpoint(alice, url=URL)


def address(name: str, endpoint: WebhookEndpoint, *more: Any) -> str:
    return reverse(f"webhook-{name}" if name else "webhook", args=[endpoint.pk, *more])


def fail(endpoint: WebhookEndpoint, status: int) -> None:
    claim = claim_endpoint(endpoint.pk)
    due = next_due(claim) if claim else None
    assert due is not None
    record(due, Outcome(status, milliseconds=1_200))


def test_a_secret_is_shown_once(alice: User, alices: Client) -> None:
    made = alices.post(PAGE, FORM)
    assert made["Cache-Control"] == "no-store"
    endpoint = WebhookEndpoint.objects.get()
    assert parse(made).one("[data-link]")["value"] == endpoint.secret
    assert (endpoint.owner, endpoint.url, endpoint.events) == (alice, URL, ["agent_done", "task_created"])
    for page in (PAGE, address("", endpoint), address("change", endpoint), address("secret", endpoint)):
        shown = alices.get(page)
        assert "hooks.example" in shown.text
        assert endpoint.secret not in shown.text

    renewed = parse(alices.post(address("secret", endpoint), {"password": PASSWORD})).one("[data-link]")[
        "value"
    ]
    former, endpoint = endpoint.secret, WebhookEndpoint.objects.get()
    assert (renewed, former) == (endpoint.secret, endpoint.earlier_secret)


@as_subtests(("field", "value"), [
    ("password", "wrong"),
    ("password", ""),
    ("url", ""),
    ("url", "hooks.example"),
    ("url", "ftp://hooks.example/"),
    ("url", "javascript:alert(1)"),
    ("url", "https:///hooks"),
    ("url", "https://hooks.example:0/"),
    ("url", "https://hooks.example:99999/"),
    ("url", "https://alice:secret@hooks.example/"),
    ("url", "https://hooks.example/#here"),
    ("url", "https://hooks.example/ here"),
    ("url", "https://hooks.example/\x00"),
    ("url", "https://hooks.example/" + "x" * 500),
    ("events", ["no_such_event"]),
])  # fmt: skip
def test_nothing_is_created_by_a_form_with_a_mistake(alices: Client, field: str, value: object) -> None:
    refused = alices.post(PAGE, {**FORM, field: value})
    assert refused.status_code == 400
    assert parse(refused).all(".field-error")
    assert not WebhookEndpoint.objects.exists()


def test_plain_http_takes_a_setting(alices: Client, settings: Any) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    assert alices.post(PAGE, {**FORM, "url": "http://hooks.example/"}).status_code == 400
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    assert alices.post(PAGE, {**FORM, "url": "http://hooks.example/"}).status_code == 200


def test_there_is_a_limit(alice: User, alices: Client) -> None:
    for _ in range(MOST_ENDPOINTS):
        create_endpoint(alice, url=URL)
    refused = alices.post(PAGE, FORM)
    assert parse(refused).one(".form-error").text == "You have 20 webhooks. Delete one of them first."


def test_it_is_changed_with_the_password(alices: Client, endpoint: WebhookEndpoint) -> None:
    changed = {"url": "https://other.example/", "events": ["task_deleted"]}
    assert alices.post(address("change", endpoint), {**changed, "password": "wrong"}).status_code == 400
    assert alices.post(address("change", endpoint), {**changed, "password": PASSWORD}).status_code == 303
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.events) == ("https://other.example/", ["task_deleted"])


def test_the_page_says_how_it_stands_and_what_was_answered(
    alice: User, alices: Client, endpoint: WebhookEndpoint
) -> None:
    page = parse(alices.get(address("", endpoint)))
    assert "Nothing was sent yet." in page.one("main").text
    add_task(alice, title="Milk")
    fail(endpoint, 503)
    record_test(endpoint.pk, "test_1", "webhook_test", Outcome(None, "timeout", 10_000))
    page = parse(alices.get(address("", endpoint)))
    assert page.one(".form-error").text.startswith("The last attempt failed. Next attempt ")
    rows = [row.text for row in page.all(".import-list p")]
    assert rows == ["webhook_test No answer within 10 seconds.", "task_created 503 after 1.2 s"]
    (repeat,) = page.all("form[action*=repeat]")
    assert alices.post(repeat["action"]).status_code == 303
    endpoint.refresh_from_db()
    assert (endpoint.seq, endpoint.failures) == (0, 0)


def test_it_is_switched_off_and_on_tested_replayed_and_deleted(
    alice: User, alices: Client, endpoint: WebhookEndpoint, enqueued: list[Job]
) -> None:
    alices.post(address("disable", endpoint))
    page = parse(alices.get(address("", endpoint)))
    assert page.one(".form-error").text == "Switched off. You switched it off."
    alices.post(address("enable", endpoint))
    assert WebhookEndpoint.objects.get().disabled is None
    alices.post(address("test", endpoint))
    assert enqueued == [("send_test_webhook", str(endpoint.pk))]

    add_task(alice, title="Milk")
    WebhookEndpoint.objects.update(seq=1)
    wrong = alices.post(address("replay", endpoint), {"since": "yesterday"}, follow=True)
    assert "Give a date and a time." in wrong.text
    since = datetime.now(UTC).replace(year=2020).strftime("%Y-%m-%dT%H:%M")
    alices.post(address("replay", endpoint), {"since": since})
    assert WebhookEndpoint.objects.get().seq == 0

    alices.post(address("delete", endpoint))
    assert not WebhookEndpoint.objects.exists()
    assert alices.get(address("", endpoint)).status_code == 404


def test_what_is_done_is_in_the_audit_log_without_the_path(alice: User, alices: Client) -> None:
    alices.post(PAGE, FORM)
    endpoint = WebhookEndpoint.objects.get()
    alices.post(address("change", endpoint), {**FORM, "url": "https://other.example/"})
    alices.post(address("secret", endpoint), {"password": PASSWORD})
    alices.post(address("delete", endpoint))
    entries = AuditEntry.objects.of(alice).filter(action__startswith="webhook").order_by("pk")
    assert list(entries.values_list("action", "subject")) == [
        (Action.WEBHOOK_CREATED, "hooks.example"),
        (Action.WEBHOOK_CHANGED, "other.example"),
        (Action.WEBHOOK_CHANGED, "other.example"),
        (Action.WEBHOOK_DELETED, "other.example"),
    ]


def test_only_its_owner_reaches_it(charlie: User, client: Client, endpoint: WebhookEndpoint) -> None:
    client.force_login(charlie)
    pages = [address(name, endpoint) for name in ("", "change", "secret")]
    commands = [address(name, endpoint) for name in ("enable", "disable", "test", "replay", "delete")]
    assert {client.get(page).status_code for page in pages} == {404}
    form = {**FORM, "since": "2026-01-01T10:00"}
    posted = [*pages[1:], *commands, address("repeat", endpoint, 1)]
    assert {client.post(page, form).status_code for page in posted} == {404}
    own = create_endpoint(charlie, url=URL)
    add_task(endpoint.owner, title="Milk")
    fail(endpoint, 500)
    foreign = endpoint.deliveries.get()
    assert client.post(address("repeat", own, foreign.pk)).status_code == 404
    assert client.get(reverse("webhook", args=[uuid4()])).status_code == 404
    assert WebhookEndpoint.objects.get(pk=endpoint.pk).claim == 1
