from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from chatbot.models import User
from tests.factories import PASSWORD
from tests.markup import parse
from tests.subtests import as_subtests

PAGES = [
    "/",
    "/c/new/",
    "/tasks/",
    "/accounts/settings/",
    "/accounts/password/",
    "/c/00000000-0000-4000-8000-000000000000/",
    "/tasks/00000000-0000-4000-8000-000000000000/",
]
SIGN_UP = {
    "username": "dora",
    "email": "dora@example.com",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "time_zone": "Asia/Tokyo",
}


def is_signed_in(client: Client) -> bool:
    return bool(client.session.get("_auth_user_id"))


@as_subtests("path", PAGES)
def test_signed_out_people_are_redirected_to_sign_in_and_back(client: Client, db: None, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/sign-in/?next={path}"


@pytest.mark.parametrize("name", ["messages", "tasks"])
def test_signed_out_people_cannot_change_anything(client: Client, db: None, name: str) -> None:
    response = client.post(reverse(name), {"message": "Hello", "title": "Milk"})

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in/")


def test_signing_in_redirects_to_the_requested_page(client: Client, alice: User) -> None:
    page = parse(client.get("/accounts/sign-in/?next=/tasks/"))
    assert page.one("[name=next][type=hidden]")["value"] == "/tasks/"

    response = client.post(
        "/accounts/sign-in/", {"username": "alice", "password": PASSWORD, "next": "/tasks/"}
    )

    assert response["Location"] == "/tasks/"
    assert is_signed_in(client)


def test_a_wrong_password_keeps_the_name(client: Client, alice: User) -> None:
    response = client.post("/accounts/sign-in/", {"username": "alice", "password": "wrong"})

    assert "Wrong username or password." in response.text
    assert parse(response).one("[name=username]")["value"] == "alice"
    assert not is_signed_in(client)


def test_signed_in_people_are_redirected_from_sign_in_and_sign_up(alices: Client) -> None:
    for name in ("sign-in", "sign-up"):
        assert alices.get(reverse(name))["Location"] == "/"


def test_signing_up_makes_an_account_in_its_time_zone_and_signs_in(client: Client, db: None) -> None:
    zones = parse(client.get("/accounts/sign-up/")).one("[data-detect-time-zone]")
    assert zones.one("option[selected]")["value"] == "UTC"

    response = client.post("/accounts/sign-up/", SIGN_UP)

    assert (response.status_code, response["Location"]) == (303, "/")
    user = get_user(client)  # type: ignore[arg-type]
    assert isinstance(user, User)
    assert (user.username, user.email, user.time_zone) == ("dora", "dora@example.com", "Asia/Tokyo")


@as_subtests(
    ("field", "value"),
    [
        ("username", "alice"),
        ("username", "a b"),
        ("password1", "short"),
        ("password2", "different horse"),
        ("time_zone", "Mars/Olympus"),
        ("email", "nowhere"),
    ],
)
def test_signing_up_says_what_is_wrong_and_keeps_the_rest(
    client: Client, alice: User, field: str, value: str
) -> None:
    response = client.post("/accounts/sign-up/", {**SIGN_UP, field: value})

    assert response.status_code == 400
    page = parse(response)
    assert page.all(".field-error")
    assert not page.all("[data-detect-time-zone]")
    assert User.objects.count() == 1


def test_signing_out_needs_a_post(alices: Client) -> None:
    assert alices.get("/accounts/sign-out/").status_code == 405
    assert is_signed_in(alices)

    assert alices.post("/accounts/sign-out/")["Location"] == "/accounts/sign-in/"
    assert not is_signed_in(alices)


def test_settings_change_the_time_zone(alices: Client, alice: User) -> None:
    page = parse(alices.get("/accounts/settings/"))
    contents = page.all(".contents a")
    assert [link["href"] for link in contents] == [f"#{section['id']}" for section in page.all(".section")]
    assert [link.text for link in contents] == page.texts(".section > h2")
    assert "A large change is one of more than 10 tasks" in page.text
    chosen = page.one("[name=time_zone] option[selected]")
    assert chosen["value"] == "Europe/Berlin"
    assert chosen.text in {"Berlin (UTC+01:00)", "Berlin (UTC+02:00)"}

    response = alices.post(
        "/accounts/settings/", {"time_zone": "America/New_York", "email": alice.email}, follow=True
    )

    assert "Saved." in response.text
    alice.refresh_from_db()
    assert alice.time_zone == "America/New_York"


def test_settings_keep_what_another_tab_has_saved_in_the_meantime(alices: Client, alice: User) -> None:
    form = parse(alices.get("/accounts/settings/")).one("form#settings").form_values()

    alices.post("/accounts/settings/", {**form, "time_zone": "Asia/Tokyo"})
    alices.post("/accounts/settings/", {**form, "email": "new@example.com", "password": PASSWORD})

    alice.refresh_from_db()
    assert (alice.time_zone, alice.email) == ("Asia/Tokyo", "new@example.com")


def test_settings_have_instructions_for_the_agent(alices: Client, alice: User) -> None:
    page = parse(alices.get("/accounts/settings/"))
    assert "The offline assistant does not read them." in page.text
    form = page.one("form#settings").form_values()
    too_long = alices.post("/accounts/settings/", {**form, "custom_instructions": "x" * 1_501})
    assert too_long.status_code == 400
    assert "at most 1500 characters" in too_long.text

    said = "I work from 9 to 5.\r\n\r\nAnswer in one sentence. "
    assert alices.post("/accounts/settings/", {**form, "custom_instructions": said}).status_code == 303
    alices.post("/accounts/settings/", {"time_zone": "Asia/Tokyo", "email": alice.email})  # an older page
    alice.refresh_from_db()
    assert alice.custom_instructions == "I work from 9 to 5.\n\nAnswer in one sentence."
    form = parse(alices.get("/accounts/settings/")).one("form#settings").form_values()
    alices.post("/accounts/settings/", {**form, "custom_instructions": ""})
    alice.refresh_from_db()
    assert alice.custom_instructions == ""


def test_settings_keep_a_time_zone_by_its_old_name(alices: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="Asia/Calcutta")
    form = parse(alices.get("/accounts/settings/")).one("form#settings").form_values()
    assert form["time_zone"] == "Asia/Calcutta"

    assert alices.post("/accounts/settings/", {**form, "week_start": "sunday"}).status_code == 303

    alice.refresh_from_db()
    assert (alice.time_zone, alice.week_start) == ("Asia/Calcutta", "sunday")


def test_an_unknown_time_zone_is_refused(alices: Client, alice: User) -> None:
    response = alices.post("/accounts/settings/", {"time_zone": "Mars/Olympus"})

    assert response.status_code == 400
    alice.refresh_from_db()
    assert alice.time_zone == "Europe/Berlin"


def test_changing_the_password_keeps_this_browser_and_signs_out_others(alices: Client, alice: User) -> None:
    other = Client()
    other.force_login(alice)
    form = {"old_password": PASSWORD, "new_password1": "a new phrase", "new_password2": "a new phrase"}

    response = alices.post("/accounts/password/", form, follow=True)

    assert "Your password is changed." in response.text
    assert other.get("/").status_code == 302


@pytest.mark.parametrize(
    ("address", "name", "others"),
    [
        ("/accounts/sign-up/", "password", SIGN_UP),
        ("/accounts/password/", "new_password", {"old_password": PASSWORD}),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said_at_its_first_field(
    alices: Client, address: str, name: str, others: dict[str, str]
) -> None:
    browser = alices if "old_password" in others else Client()
    page = parse(browser.post(address, {**others, f"{name}1": "short", f"{name}2": "short"}))

    assert "at least 8 characters" in page.one(f"#id_{name}1_error").text
    assert not page.all(f"#id_{name}2_error")
    assert page.one(f'label[for="id_{name}2"]').text == "Password again"


def test_a_forgotten_password_is_reset_by_mail(client: Client, alice: User, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    response = client.post("/accounts/password/reset/", {"email": "alice@example.com"})
    assert response["Location"] == "/accounts/password/reset/sent/"
    assert "Look into your mail" in client.get(response["Location"]).text

    [message] = mail.outbox
    assert message.subject == "Reset your Lockstep password"
    link = re.search(r"http://testserver(\S+)", str(message.body))
    assert link is not None

    page = client.get(link[1], follow=True)
    assert "Choose a new password" in page.text
    address = page.redirect_chain[-1][0]
    form = {"new_password1": "a new phrase", "new_password2": "a new phrase"}
    done = client.post(address, form, follow=True)

    assert "Your password is saved" in done.text
    alice.refresh_from_db()
    assert alice.check_password("a new phrase")
    assert "This link has been used up" in client.get(link[1]).text


def test_an_unknown_address_is_not_revealed(client: Client, alice: User, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    response = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})

    assert response["Location"] == "/accounts/password/reset/sent/"
    assert mail.outbox == []
