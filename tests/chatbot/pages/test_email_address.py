"""Confirm an email address by a link in a mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.domain.people.email_address import is_confirmed
from chatbot.models import User
from tests.factories import PASSWORD
from tests.markup import parse


@pytest.fixture(autouse=True)
def jobs_at_once(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


def link_sent_to(address: str) -> str:
    message = mail.outbox[-1]
    assert message.to == [address]
    found = re.search(r"http://testserver(/accounts/email/\S+)", str(message.body))
    assert found is not None
    return found[1]


def change_address(client: Client, address: str) -> str:
    form = {"time_zone": "Europe/Berlin", "email": address, "password": PASSWORD}
    return client.post("/accounts/settings/", form, follow=True).content.decode()


@pytest.mark.parametrize(
    ("password", "answer"), [("", "give your password"), ("guess", "is not your password")]
)
def test_a_session_alone_does_not_change_the_address(
    alices: Client, alice: User, password: str, answer: str
) -> None:
    form = {"time_zone": "Asia/Tokyo", "email": "thief@example.com", "password": password}
    refused = alices.post("/accounts/settings/", form)
    alice.refresh_from_db()
    assert (refused.status_code, alice.email) == (400, "alice@example.com")
    assert answer in refused.text
    assert "thief@example.com is not confirmed" not in refused.text
    assert "guess" not in [field.attributes.get("value") for field in parse(refused).all("input")]
    assert alices.post("/accounts/settings/", {**form, "email": alice.email}).status_code == 303


def test_an_address_counts_after_its_link_was_opened_and_confirmed(alices: Client, alice: User) -> None:
    assert "We sent a link to new@example.com" in change_address(alices, "new@example.com")
    link = link_sent_to("new@example.com")
    alice.refresh_from_db()
    assert not is_confirmed(alice)

    assert "Lists that you have emailed to you go to new@example.com" in alices.get(link).content.decode()
    alice.refresh_from_db()
    assert not is_confirmed(alice)  # programs that check mails open links, too
    assert alices.post(link)["Location"] == "/accounts/settings/"
    alice.refresh_from_db()
    assert is_confirmed(alice)


def test_a_changed_address_has_to_be_confirmed(alices: Client, alice: User) -> None:
    change_address(alices, "one@example.com")
    first = link_sent_to("one@example.com")
    alices.post(first)
    change_address(alices, "two@example.com")

    alice.refresh_from_db()
    assert not is_confirmed(alice)
    assert alices.post(first).status_code == 400
    change_address(alices, "")
    assert alices.post(first).status_code == 400


def test_a_link_is_invalid_for_others_and_without_signing_in(
    alices: Client, alice: User, charlie: User
) -> None:
    charlie.email = "new@example.com"
    charlie.save()
    change_address(alices, "new@example.com")
    link = link_sent_to("new@example.com")
    other = Client()
    assert other.post(link).status_code == 302
    other.force_login(charlie)
    assert other.post(link).status_code == 400
    charlie.refresh_from_db()
    assert not is_confirmed(charlie)


@pytest.mark.parametrize("token", ["x", "x:y:z", "%C3%A9"])
def test_a_forged_link_confirms_nothing(alices: Client, alice: User, token: str) -> None:
    assert alices.post(f"/accounts/email/{token}/").status_code == 400
    alice.refresh_from_db()
    assert not is_confirmed(alice)


def test_a_link_expires(alices: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    change_address(alices, "new@example.com")
    later = (timezone.now() + timedelta(days=3, minutes=1)).timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    alice.refresh_from_db()
    assert alices.post(link_sent_to("new@example.com")).status_code in {302, 400}
    alice.refresh_from_db()
    assert not is_confirmed(alice)


def test_mails_to_one_address_are_limited(alices: Client, alice: User) -> None:
    for _ in range(3):
        alices.post("/accounts/email/send/")
    page = alices.post("/accounts/email/send/", follow=True).content.decode()
    assert "Several links were sent" in page
    assert len(mail.outbox) == 3


def test_mails_of_one_person_are_limited_over_all_addresses(alices: Client, alice: User) -> None:
    for number in range(12):
        page = change_address(alices, f"stranger-{number}@example.com")
    assert "Several links were sent" in page
    assert len(mail.outbox) == 10


def test_signing_up_with_an_address_sends_the_link(db: None) -> None:
    form = {"username": "dora", "password1": PASSWORD, "password2": PASSWORD, "time_zone": "UTC"}
    client = Client()
    client.post("/accounts/sign-up/", {**form, "email": "dora@example.com"})
    client.post(link_sent_to("dora@example.com"))
    assert is_confirmed(User.objects.get(username="dora"))
