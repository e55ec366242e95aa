"""Authenticator apps and recovery codes: setting them up, signing in with them, and staff who need them."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from chatbot.auth.second_factor import has_second_factor
from chatbot.models import User
from tests.factories import PASSWORD, UserFactory
from tests.markup import parse

CODE_PAGE = "/accounts/sign-in/code/"


@pytest.fixture
def ruth(db: None) -> User:
    return UserFactory.create(username="ruth", is_staff=True, is_superuser=True)


def code_of(user: User) -> str:
    """The current code of the person's app. Each code is accepted once, so the device
    forgets the last one."""
    TOTPDevice.objects.filter(user=user).update(last_t=-1, drift=0, throttling_failure_count=0)
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, t0=0):06d}"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def set_up(user: User) -> tuple[Client, list[str]]:
    """A browser in which the user has set a second factor up, and the recovery codes."""
    client = signed_in(user)
    client.get("/accounts/second-factor/")
    page = client.post(
        "/accounts/second-factor/", {"code": code_of(user), "password": PASSWORD}
    ).content.decode()
    codes = [code for code in parse(page).texts("code") if re.fullmatch("[a-z2-7]{8}", code)]
    assert len(codes) == 10
    return client, codes


def give_password(user: User, path: str = "/accounts/sign-in/", **form: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(path, {"username": user.username, "password": PASSWORD, **form})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_it_is_set_up_with_a_code_of_the_app(alice: User) -> None:
    client = signed_in(alice)
    page = client.get("/accounts/second-factor/").content.decode()
    assert parse(page).one("img.qr-code")["src"].startswith("data:image/svg+xml")
    assert client.get("/accounts/second-factor/").content.decode().count(TOTPDevice.objects.get().key) == 0

    for wrong in ({"code": "000000", "password": PASSWORD}, {"code": code_of(alice), "password": "guess"}):
        refused = client.post("/accounts/second-factor/", wrong)
        assert refused.status_code == 400
        assert not has_second_factor(alice)

    client, codes = set_up(alice)
    assert has_second_factor(alice)
    assert "10 recovery codes left" in client.get("/accounts/settings/").content.decode()
    assert len(set(codes)) == 10


def test_setting_it_up_ends_other_sign_ins(alice: User) -> None:
    other = signed_in(alice)
    assert other.get("/").status_code == 200
    client, _ = set_up(alice)
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_the_password_alone_signs_nobody_in(alice: User) -> None:
    set_up(alice)
    client, response = give_password(alice, next="/tasks/")

    assert response["Location"] == f"{CODE_PAGE}?next=%2Ftasks%2F"
    assert not is_signed_in(client)
    assert client.get("/tasks/").status_code == 302
    assert client.post(response["Location"], {"code": "000000"}).status_code == 400
    assert not is_signed_in(client)

    done = client.post(response["Location"], {"code": code_of(alice)})
    assert done["Location"] == "/tasks/"
    assert is_signed_in(client)


def test_a_recovery_code_signs_in_once(alice: User) -> None:
    _, codes = set_up(alice)
    client, _ = give_password(alice)
    assert client.post(CODE_PAGE, {"code": f" {codes[0][:4].upper()}-{codes[0][4:]} "}).status_code == 303
    assert is_signed_in(client)

    again, _ = give_password(alice)
    assert again.post(CODE_PAGE, {"code": codes[0]}).status_code == 400


def test_a_code_is_accepted_once(alice: User) -> None:
    set_up(alice)
    code = code_of(alice)
    first, _ = give_password(alice)
    assert first.post(CODE_PAGE, {"code": code}).status_code == 303
    second, _ = give_password(alice)
    assert second.post(CODE_PAGE, {"code": code}).status_code == 400


@pytest.mark.parametrize("code", ["", "x" * 33, "\x00", "１２３４５６", "-12345", "a\x00b", "%"])
def test_malformed_codes_count_as_wrong(alice: User, code: str) -> None:
    set_up(alice)
    client, _ = give_password(alice)
    assert client.post(CODE_PAGE, {"code": code}).status_code == 400


def test_no_code_is_stored_with_a_failure(alice: User) -> None:
    """A correct code is refused, and stays valid, while the device waits after a wrong one."""
    _, codes = set_up(alice)
    client, _ = give_password(alice)
    for code in ("a2345672", codes[0]):
        assert client.post(CODE_PAGE, {"code": code}).status_code == 400

    failure = AccessAttempt.objects.get()
    assert codes[0] not in failure.post_data
    assert "a2345672" not in failure.post_data


def test_codes_cannot_be_guessed_with_the_password(alice: User) -> None:
    """The right password does not start the count of failures again."""
    set_up(alice)
    client = Client()
    for _ in range(10):
        client, response = give_password(alice)
        if response.status_code == 303:
            client.post(CODE_PAGE, {"code": "000000"})

    assert give_password(alice)[1].status_code == 429
    assert client.post(CODE_PAGE, {"code": code_of(alice)}).status_code == 429
    assert not is_signed_in(client)


def test_the_code_has_to_come_within_five_minutes(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(alice)
    client, _ = give_password(alice)
    code, later = code_of(alice), time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)

    assert client.post(CODE_PAGE, {"code": code})["Location"] == "/accounts/sign-in/"


def test_a_new_password_ends_a_partial_sign_in(alice: User) -> None:
    set_up(alice)
    client, _ = give_password(alice)
    alice.set_password("a new phrase")
    alice.save()
    assert client.post(CODE_PAGE, {"code": code_of(alice)})["Location"] == "/accounts/sign-in/"


def test_the_api_accepts_the_code_with_the_password(alice: User) -> None:
    _, codes = set_up(alice)

    def token(**more: str) -> Any:
        body = {"username": "alice", "password": PASSWORD, **more}
        return Client().post("/api/auth/token/", body, content_type="application/json")

    missing = token()
    assert (missing.status_code, missing.json()["code"]) == (401, "second_factor_required")
    assert token(code="000000").status_code == 401
    assert token(code=code_of(alice)).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert token(code=codes[0]).status_code == 200
    assert token(code=codes[0]).status_code == 401


def test_new_codes_and_removal_need_the_password(alice: User) -> None:
    client, codes = set_up(alice)
    assert client.post("/accounts/second-factor/codes/", {"password": "wrong"}).status_code == 400
    page = client.post("/accounts/second-factor/codes/", {"password": PASSWORD}).content.decode()
    assert codes[0] not in page
    assert "Your recovery codes" in page

    assert client.post("/accounts/second-factor/remove/", {"password": "wrong"}).status_code == 400
    assert has_second_factor(alice)
    client.post("/accounts/second-factor/remove/", {"password": PASSWORD})
    assert not has_second_factor(alice)


def test_staff_need_it_for_the_admin_if_required(ruth: User, settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client = signed_in(ruth)
    assert client.get("/").status_code == 200

    sent = client.get("/admin/", follow=True)
    assert sent.redirect_chain[-1][0] == "/accounts/second-factor/?next=%2Fadmin%2F"
    page = client.post(
        sent.redirect_chain[-1][0], {"code": code_of(ruth), "password": PASSWORD, "next": "/admin/"}
    )
    assert parse(page).all('a[href="/admin/"]')
    assert client.get("/admin/").status_code == 200

    ruth.refresh_from_db()
    other = signed_in(ruth)  # with the password alone, as another program might
    sent = other.get("/admin/", follow=True)
    assert sent.redirect_chain[-1][0] == f"{CODE_PAGE}?next=%2Fadmin%2F"
    assert other.post(sent.redirect_chain[-1][0], {"code": code_of(ruth)})["Location"] == "/admin/"
    assert other.get("/admin/").status_code == 200


def test_the_admins_sign_in_requires_the_code(ruth: User) -> None:
    set_up(ruth)
    client, response = give_password(ruth, "/admin/login/?next=/admin/", next="/admin/")
    assert response["Location"].startswith(CODE_PAGE)
    assert not is_signed_in(client)


def test_the_admin_sends_others_to_a_page_that_says_so(alice: User) -> None:
    assert signed_in(alice).get("/admin/", follow=True).status_code == 403


def test_staff_can_remove_a_lost_second_factor(ruth: User, alice: User) -> None:
    set_up(alice)
    form = {"action": "take_second_factor_off", "_selected_action": [str(alice.pk)]}
    signed_in(ruth).post("/admin/chatbot/user/", form)

    assert not has_second_factor(alice)
    assert signed_in(ruth).get("/admin/otp_totp/totpdevice/").status_code == 404
