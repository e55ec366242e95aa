from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from chatbot.domain.people.tickets import issue_ticket, redeem_ticket
from chatbot.models import SocketTicket, User
from tests.chatbot.domain.threads import at_once
from tests.factories import UserFactory


def owner_of(token: str) -> User | None:
    ticket = redeem_ticket(token)
    return ticket.user if ticket else None


def test_a_ticket_is_valid_once(alice: User) -> None:
    token = issue_ticket(alice)
    assert token not in str(SocketTicket.objects.values().get())
    assert owner_of(token) == alice
    assert redeem_ticket(token) is None


def test_a_ticket_is_valid_for_thirty_seconds(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [issue_ticket(alice), issue_ticket(alice)]
    start = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(seconds=29))
    assert owner_of(tokens[0]) == alice
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(seconds=30))
    assert redeem_ticket(tokens[1]) is None


def test_expired_tickets_are_deleted(alice: User) -> None:
    issue_ticket(alice)
    SocketTicket.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    issue_ticket(alice)
    assert SocketTicket.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 100_000])
def test_an_unknown_ticket_is_refused(token: str, alice: User) -> None:
    issue_ticket(alice)
    assert redeem_ticket(token) is None


def test_the_ticket_of_a_deactivated_account_is_refused(alice: User) -> None:
    token = issue_ticket(alice)
    User.objects.update(is_active=False)
    assert redeem_ticket(token) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("any_database")
def test_of_two_simultaneous_uses_one_is_accepted() -> None:
    alice = UserFactory.create()
    token = issue_ticket(alice)
    results = at_once(*[lambda: owner_of(token)] * 4)
    assert sorted(results, key=str) == [None, None, None, alice]
