"""Who may sign up, and invitation links."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.models import Invitation, User
from tests.chatbot.admin.admin_client import AdminClient
from tests.factories import PASSWORD, UserFactory


def form(username: str) -> dict[str, str]:
    return {"username": username, "password1": PASSWORD, "password2": PASSWORD, "time_zone": "UTC"}


def sign_up(path: str, username: str = "dora") -> int:
    return Client().post(path, form(username)).status_code


@pytest.fixture
def admin(db: None) -> AdminClient:
    return AdminClient(UserFactory.create(username="ruth", is_staff=True, is_superuser=True))


@pytest.fixture
def link(admin: AdminClient, settings: Settings) -> str:
    settings.SIGN_UP = "invite"
    url = "/admin/chatbot/invitation/add/"
    expires = timezone.now() + timedelta(days=1)
    given = {"note": "Dora", "expires_at_0": f"{expires:%Y-%m-%d}", "expires_at_1": f"{expires:%H:%M:%S}"}
    page = admin.client.post(url, given, follow=True).content.decode()
    found = re.search(r"http://testserver(/accounts/sign-up/[\w-]+/)", page)
    assert found is not None
    return found[1]


def test_sign_up_can_be_closed(db: None, settings: Settings) -> None:
    settings.SIGN_UP = "closed"
    assert "Create an account" not in Client().get("/accounts/sign-in/").content.decode()
    assert sign_up("/accounts/sign-up/") == 403
    assert sign_up("/accounts/sign-up/anything/") == 403
    page = Client().get("/accounts/sign-up/")
    assert (page.status_code, "No new accounts" in page.content.decode()) == (403, True)
    assert not User.objects.exists()


def test_without_an_invitation_there_is_no_form(db: None, settings: Settings) -> None:
    settings.SIGN_UP = "invite"
    page = Client().get("/accounts/sign-up/").content.decode()
    assert "By invitation only" in page
    assert "password1" not in page
    assert sign_up("/accounts/sign-up/") == 403
    assert sign_up("/accounts/sign-up/guess/") == 403


def test_a_link_makes_one_account(link: str, admin: AdminClient) -> None:
    browser = Client()
    assert "Create an account" in browser.get(link).content.decode()
    assert browser.post(link, {**form("dora"), "password2": "other"}).status_code == 400

    assert browser.post(link, form("dora"))["Location"] == "/"
    assert sign_up(link, "eve") == 403
    invitation = Invitation.objects.get()
    assert invitation.used_by == User.objects.get(username="dora")
    assert invitation.created_by == admin.user
    assert link.split("/")[-2] not in str(Invitation.objects.values().get())
    assert "Used" in admin.client.get("/admin/chatbot/invitation/").content.decode()


def test_a_link_expires_and_can_be_revoked(link: str, admin: AdminClient) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert sign_up(link) == 403
    assert "This invitation has ended" in Client().get(link).content.decode()

    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    admin.client.post(f"/admin/chatbot/invitation/{Invitation.objects.get().pk}/delete/", {"post": "yes"})
    assert sign_up(link) == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_sign_ups_with_a_link_one_succeeds(link: str) -> None:
    def use(username: str) -> int:
        try:
            return sign_up(link, username)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(use, ["dora", "eve"])) == [303, 403]
    assert User.objects.exclude(username="ruth").count() == 1
