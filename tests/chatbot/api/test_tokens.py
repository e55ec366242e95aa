from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from chatbot.domain.people.tickets import redeem_ticket
from chatbot.models import User
from tests.chatbot.api.client import Api, problem
from tests.factories import PASSWORD, UserFactory
from tests.subtests import as_subtests


def sign_in(api: Api, username: str, password: str, **headers: str) -> int:
    status: int = api.post(
        "/api/auth/token/", {"username": username, "password": password}, **headers
    ).status_code
    return status


def test_token_authenticates_api_requests(anonymous: Api, alice: User) -> None:
    tokens = anonymous.post("/api/auth/token/", {"username": "alice", "password": PASSWORD})
    assert tokens.status_code == 200
    assert set(tokens.json()) == {"access", "refresh"}
    assert tokens["Cache-Control"] == "private, no-store"
    for token in (AccessToken(tokens.json()["access"]), RefreshToken(tokens.json()["refresh"])):
        assert token["sub"] == token["user_id"] == str(alice.pk)

    me = Api(Authorization=f"Bearer {tokens.json()['access']}").get("/api/auth/me/")
    assert (me.json()["id"], me.json()["username"]) == (str(alice.pk), "alice")


def test_token_accepts_a_password_with_spaces(anonymous: Api) -> None:
    User.objects.create_user("carol", password="  spaced out ")
    assert sign_in(anonymous, "carol", "  spaced out ") == 200
    assert sign_in(anonymous, "carol", "spaced out") == 401


@pytest.mark.parametrize(("username", "password"), [("alice", "wrong"), ("nobody", PASSWORD)])
def test_token_refuses_wrong_credentials(anonymous: Api, alice: User, username: str, password: str) -> None:
    answer = anonymous.post("/api/auth/token/", {"username": username, "password": password})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    sentence = "The username or the password is wrong."
    assert answer.json() == problem("authentication_failed", sentence)


def test_token_refuses_inactive_users(anonymous: Api) -> None:
    UserFactory(username="carol", is_active=False)
    assert sign_in(anonymous, "carol", PASSWORD) == 401


def test_repeated_sign_ins_are_not_failures(anonymous: Api, alice: User) -> None:
    assert [sign_in(anonymous, "alice", PASSWORD) for _ in range(12)] == [200] * 12


def test_refresh_gives_a_new_access_token(anonymous: Api, alice: User) -> None:
    refreshed = anonymous.post("/api/auth/token/refresh/", {"refresh": str(RefreshToken.for_user(alice))})
    assert refreshed.status_code == 200
    access = AccessToken(refreshed.json()["access"])
    assert access["sub"] == access["user_id"] == str(alice.pk)


def test_refresh_refuses_invalid_refresh_tokens(anonymous: Api, alice: User, bob: User) -> None:
    expired = RefreshToken.for_user(alice)
    expired.set_exp(lifetime=-timedelta(seconds=1))
    orphan = RefreshToken.for_user(bob)
    bob.delete()
    inactive = RefreshToken.for_user(UserFactory(is_active=False))
    access = AccessToken.for_user(alice)
    for token in (expired, orphan, inactive, access, "not.a.token", "x"):
        answer = anonymous.post("/api/auth/token/refresh/", {"refresh": str(token)})
        assert answer.status_code == 401, token
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert set(answer.json()) == {"error", "detail", "code"}


def test_ticket_is_valid_for_one_socket(api: Api, alice: User) -> None:
    issued = api.post("/api/auth/ticket/")
    assert issued.status_code == 200
    assert issued.json()["expires_in"] == 30
    redeemed = redeem_ticket(issued.json()["ticket"])
    assert redeemed is not None
    assert redeemed.user == alice
    assert redeem_ticket(issued.json()["ticket"]) is None


def test_a_ticket_expires_with_the_token_that_requested_it(api: Api) -> None:
    redeemed = redeem_ticket(api.post("/api/auth/ticket/").json()["ticket"])
    assert redeemed is not None
    assert redeemed.valid_until is not None
    assert redeemed.valid_until <= timezone.now() + timedelta(minutes=30)


@pytest.mark.parametrize("interface", ["page", "api"])
def test_signing_out_everywhere_ends_tokens(interface: str, alice: User) -> None:
    def refresh(token: str) -> int:
        status: int = Api().post("/api/auth/token/refresh/", {"refresh": token}).status_code
        return status

    before = Api().post("/api/auth/token/", {"username": "alice", "password": PASSWORD}).json()
    assert refresh(before["refresh"]) == 200
    browser = Client()
    browser.force_login(alice)
    if interface == "page":
        browser.post("/accounts/sign-out/everywhere/")
    else:
        path = "/api/auth/sign-out-everywhere/"
        assert Api(Authorization=f"Bearer {before['access']}").post(path).status_code == 204
        assert browser.get("/accounts/settings/").status_code == 302

    assert Api(Authorization=f"Bearer {before['access']}").get("/api/tasks/").status_code == 401
    assert refresh(before["refresh"]) == 401
    after = Api().post("/api/auth/token/", {"username": "alice", "password": PASSWORD}).json()
    assert Api(Authorization=f"Bearer {after['access']}").get("/api/tasks/").status_code == 200
    assert refresh(after["refresh"]) == 200


def test_me_shows_the_settings(api: Api, alice: User) -> None:
    alice.email = alice.confirmed_email = "alice@example.com"
    alice.save()
    assert api.get("/api/auth/me/").json() == {
        "id": str(alice.pk),
        "username": "alice",
        "email": "alice@example.com",
        "email_is_confirmed": True,
        "time_zone": "Europe/Berlin",
        "hour_cycle": "automatic",
        "week_start": "automatic",
        "language": "automatic",
        "custom_instructions": "",
        "mails_reminders": False,
        "ask_before": "large_changes",
    }


@pytest.mark.parametrize("choice", User.AskBefore.values)
def test_me_sets_what_the_agent_asks_before(choice: str, api: Api, alice: User) -> None:
    assert api.patch("/api/auth/me/", {"ask_before": choice}).json()["ask_before"] == choice
    alice.refresh_from_db()
    assert (alice.ask_before, alice.time_zone) == (choice, "Europe/Berlin")


@pytest.mark.parametrize("choice", ["never", "", None, 5, ["large_changes"]])
def test_me_refuses_another_choice_and_changes_nothing(choice: object, api: Api, alice: User) -> None:
    refused = api.patch("/api/auth/me/", {"time_zone": "Asia/Tokyo", "ask_before": choice})
    assert refused.status_code == 400
    assert list(refused.json()["fields"]) == ["ask_before"]
    alice.refresh_from_db()
    assert alice.time_zone == "Europe/Berlin"


def test_me_sets_instructions_for_the_agent(api: Api, alice: User) -> None:
    chosen = {"custom_instructions": "Answer in one sentence."}
    assert chosen.items() <= api.patch("/api/auth/me/", chosen).json().items()
    alice.refresh_from_db()
    assert alice.custom_instructions == chosen["custom_instructions"]
    for wrong in ("x" * 1_501, "a\x00b", None, 5):
        assert api.patch("/api/auth/me/", {"custom_instructions": wrong}).status_code == 400
    assert api.patch("/api/auth/me/", {"custom_instructions": ""}).json()["custom_instructions"] == ""


def test_me_sets_the_date_settings(api: Api, alice: User) -> None:
    chosen = {"hour_cycle": "h12", "week_start": "sunday", "language": "de"}
    assert chosen.items() <= api.patch("/api/auth/me/", chosen).json().items()
    alice.refresh_from_db()
    settings = alice.date_settings
    assert (settings.hour_cycle, settings.week_start, settings.language) == ("h12", 6, "de")


@pytest.mark.parametrize("name", ["hour_cycle", "week_start", "language"])
@as_subtests("value", ["", "h24", "friday", "fr", 6, None, "auto"])
def test_me_refuses_unknown_date_settings(name: str, value: object, api: Api) -> None:
    refused = api.patch("/api/auth/me/", {name: value})
    assert (refused.status_code, list(refused.json()["fields"])) == (400, [name])


def test_me_does_not_accept_an_email_address(api: Api) -> None:
    """With a token only, nobody must be able to have a new password mailed to themselves."""
    refused = api.patch("/api/auth/me/", {"email": "mallory@example.com"})
    assert list(refused.json()["fields"]) == ["email"]


def test_me_sets_the_time_zone(api: Api, alice: User) -> None:
    assert api.patch("/api/auth/me/", {"time_zone": "Asia/Tokyo"}).json()["time_zone"] == "Asia/Tokyo"
    alice.refresh_from_db()
    assert alice.time_zone == "Asia/Tokyo"


@as_subtests("name", ["Mars/Base", "", 5, None, "../../etc/passwd", "UTC\x00", "x" * 300])
def test_me_refuses_an_unknown_time_zone(api: Api, name: object) -> None:
    refused = api.patch("/api/auth/me/", {"time_zone": name})
    assert refused.status_code == 400
    assert list(refused.json()["fields"]) == ["time_zone"]
