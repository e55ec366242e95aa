"""Webhooks over REST."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chatbot.domain.tasks.commands import add_task
from chatbot.domain.webhooks.delivery_queue import Outcome, claim_endpoint, next_due, record
from chatbot.domain.webhooks.endpoints import create_endpoint, disable_endpoint
from chatbot.models import User, WebhookEndpoint
from tests.chatbot.api.client import Api, problem
from tests.chatbot.conftest import Job
from tests.subtests import as_subtests

URL = "/api/webhooks/"
BODY = {"url": "https://hooks.example/", "events": ["task_created"]}


@pytest.fixture
def endpoint(alice: User) -> WebhookEndpoint:
    return create_endpoint(alice, url=BODY["url"])  # type: ignore[arg-type]


def test_a_webhook_is_created_changed_and_deleted(api: Api, bobs_api: Api) -> None:
    made = api.post(URL, BODY)
    assert made.status_code == 201
    row = made.json()
    secret = row.pop("secret")
    assert secret.startswith("whsec_")
    assert row | BODY | {"is_enabled": True, "disabled": None, "failures": 0} == row
    assert api.get(URL).json()["results"] == [row]
    one = f"{URL}{row['id']}/"
    assert api.get(one).json() == row

    changed = api.patch(one, {"events": [], "is_enabled": False}).json()
    assert (changed["url"], changed["events"], changed["disabled"]) == (BODY["url"], [], "owner")
    assert api.patch(one, {"is_enabled": True}).json()["disabled"] is None
    assert api.post(f"{one}secret/").json()["secret"] != secret

    bobs = [
        bobs_api.get(one), bobs_api.patch(one, {}), bobs_api.delete(one), bobs_api.post(f"{one}secret/"),
        bobs_api.post(f"{one}test/"), bobs_api.post(f"{one}replay/", {"delivery": 1}),
        bobs_api.get(f"{one}deliveries/"),
    ]  # fmt: skip
    assert {answer.status_code for answer in bobs} == {404}
    assert bobs_api.get(URL).json()["results"] == []
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404


@as_subtests("body", [
    {},
    {"url": 1},
    {"url": ""},
    {"url": "http:"},
    {"url": "https://alice@hooks.example/"},
    {"url": "https://hooks.example/", "events": ["no_such_event"]},
    {"url": "https://hooks.example/", "events": "task_created"},
    {"url": "https://hooks.example/", "secret": "whsec_mine"},
])  # fmt: skip
def test_bad_input_is_refused(api: Api, body: dict[str, Any]) -> None:
    refused = api.post(URL, body)
    assert refused.status_code == 400
    assert not WebhookEndpoint.objects.exists()


def test_a_session_alone_sends_nothing_elsewhere(alice: User, endpoint: WebhookEndpoint) -> None:
    browser = Client()
    browser.force_login(alice)
    one = f"{URL}{endpoint.pk}/"
    refused = [
        browser.post(URL, BODY, content_type="application/json"),
        browser.patch(one, {"url": "https://mine.example/"}, content_type="application/json"),
        browser.post(f"{one}secret/", content_type="application/json"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(403, "password_required")}
    assert browser.get(one).status_code == 200


def test_deliveries_are_listed_and_sent_again(api: Api, alice: User, endpoint: WebhookEndpoint) -> None:
    add_task(alice, title="Milk")
    claim = claim_endpoint(endpoint.pk)
    due = next_due(claim) if claim else None
    assert due is not None
    record(due, Outcome(200, milliseconds=12))
    one = f"{URL}{endpoint.pk}/"
    (row,) = api.get(f"{one}deliveries/").json()["results"]
    shown = {"message_id": due.message_id, "event_type": "task_created", "attempt": 1, "status": 200}
    assert row | shown | {"problem": "", "milliseconds": 12} == row
    for body in ({"delivery": row["id"]}, {"since": "2020-01-01"}):
        WebhookEndpoint.objects.update(seq=1)
        assert api.post(f"{one}replay/", body).status_code == 200
        assert WebhookEndpoint.objects.get().seq == 0
    refused = [{}, {"delivery": 1, "since": "2020-01-01"}, {"since": "soon"}, {"delivery": "1"}]
    assert {api.post(f"{one}replay/", body).status_code for body in refused} == {400}
    assert api.post(f"{one}replay/", {"delivery": 2**40}).status_code == 404


def test_a_test_is_requested(api: Api, endpoint: WebhookEndpoint, enqueued: list[Job]) -> None:
    assert api.post(f"{URL}{endpoint.pk}/test/").status_code == 202
    assert enqueued == [("send_test_webhook", str(endpoint.pk))]


def test_what_staff_disabled_stays_disabled(api: Api, alice: User, endpoint: WebhookEndpoint) -> None:
    disable_endpoint(alice, endpoint.pk, by=alice)
    refused = api.patch(f"{URL}{endpoint.pk}/", {"is_enabled": True, "events": ["task_created"]})
    sentence = "Staff switched this webhook off. Ask them why."
    assert (refused.status_code, refused.json()) == (409, problem("conflict", sentence))
    endpoint.refresh_from_db()
    assert (endpoint.disabled, endpoint.events) == ("staff", [])
