"""Rate limits: accounts by address, mails by address and by recipient."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from chatbot.models import RateCount, User

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture(autouse=True)
def jobs_at_once(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


def ask_for_mail(client: Client, email: str) -> int:
    return client.post("/accounts/password/reset/", {"email": email}).status_code


def test_mails_to_one_person_are_limited(alice: User) -> None:
    for number, spelling in enumerate(["alice@example.com", "ALICE@example.com"] * 3):
        assert ask_for_mail(Client(REMOTE_ADDR=f"192.0.2.{number}"), spelling) == 303

    assert len(mail.outbox) == 3
    RateCount.objects.all().delete()  # an hour later
    ask_for_mail(Client(), "alice@example.com")
    assert len(mail.outbox) == 4


def test_mails_requested_from_one_address_are_limited(
    client: Client, alice: User, settings: Settings
) -> None:
    settings.RESETS_PER_HOUR = 2
    assert [ask_for_mail(client, f"{name}@example.com") for name in ("a", "b", "alice")] == [303, 303, 429]

    assert mail.outbox == []
    assert ask_for_mail(Client(**ELSEWHERE), "alice@example.com") == 303


def test_a_known_and_an_unknown_address_run_the_same_statements(alice: User, settings: Settings) -> None:
    """The mail is made and sent in the background, which does not run in this test."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    statements = []
    for email in ("alice@example.com", "nobody@example.com"):
        with CaptureQueriesContext(connection) as queries:
            assert ask_for_mail(Client(REMOTE_ADDR=f"192.0.2.{len(statements)}"), email) == 303
        statements.append([query["sql"].partition('"')[0] for query in queries])

    assert statements[0] == statements[1]


def test_sign_ups_from_one_address_are_limited(client: Client, db: None, settings: Settings) -> None:
    settings.SIGN_UPS_PER_HOUR = 2
    assert [client.post("/accounts/sign-up/", {}).status_code for _ in range(3)] == [400, 400, 429]

    refused = client.post("/accounts/sign-up/", {})
    assert 3_500 < int(refused["Retry-After"]) <= 3_600
    assert "Too many new accounts" in refused.text
    assert "Try again in 60 minutes." in refused.text
    assert client.get("/accounts/sign-up/").status_code == 200
    assert Client(**ELSEWHERE).post("/accounts/sign-up/", {}).status_code == 400
