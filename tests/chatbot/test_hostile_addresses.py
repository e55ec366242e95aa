"""Any text in an address, a header or a cookie gets a response below 500, and the log stays readable."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from chatbot.models import User
from tests.factories import UserFactory
from tests.subtests import as_subtests

# As they are written in an address.
HUGE = "9" * 400
TEXTS = ["a%00b", "%0d%0aX-Injected:%201%ed%a0%80%ff%c0%80%EF%BF%BE%E2%80%AE%", HUGE]
# Quoted ones contain characters by their octal numbers; session keys are looked up from 8 characters on.
COOKIES = ["a\x00bcdefghijk", '"\\000abcdefghijk"', '"\\355\\240\\200abcdefgh"', "x" * 4_000]
# The part of a route that takes any text.
TEXT_PART = re.compile("<(?!uuid:|int:)")
# The query parameters of the views; each address is requested with all of them.
PARAMETERS = (
    "q page tag status priority show next version lang format after until wait limit ordering search o p e "
    "all owner type cursor cut"
).split()


@pytest.fixture(scope="module")
def addresses() -> list[str]:
    return sorted(set(_addresses(get_resolver().url_patterns)))


@pytest.fixture
def staff(db: None) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(username="alice", is_staff=True, is_superuser=True))
    return client


def _addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        elif "(" not in route and not route.startswith(("/admin/jsi18n", "/api/events")):
            yield route


def _filled(route: str, text: str) -> str:
    """The address with ids that do not exist, and a text for any other parameter."""
    parts = [part.partition(">") for part in route.split("<")]
    filled = parts[0][0]
    for converter, _, rest in parts[1:]:
        kind = converter.partition(":")[0]
        known = {"uuid": str(uuid4()), "int": "1"}
        filled += known.get(kind, text) + rest
    return filled


def assert_answered(staff: Client, addresses: list[str], text: str) -> None:
    query = "&".join(f"{name}={text}" for name in PARAMETERS)
    assert len(addresses) > 80
    for route in addresses:
        asked = staff.get(f"{_filled(route, '1')}?{query}")
        assert asked.status_code < 500, route
        assert "X-Injected" not in asked
        assert asked.status_code == 400 or "%00" not in text, route
        if TEXT_PART.search(route):
            assert staff.get(_filled(route, text)).status_code < 500, route


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12])
def test_any_text_in_an_address_is_answered(staff: Client, addresses: list[str], text: str) -> None:
    assert_answered(staff, addresses, text)


@pytest.mark.parametrize("text", COOKIES)
@as_subtests("name", ["sessionid", "csrftoken", "theme", "messages", "unknown"])
def test_any_cookie_is_answered(db: None, name: str, text: str) -> None:
    client = Client(raise_request_exception=False)
    for address in ("/", "/accounts/sign-in/", "/admin/login/", "/api/tasks/", "/healthz"):
        answer = client.get(address, headers={"Cookie": f"{name}={text}"})
        assert answer.status_code < 500, address
    posted = client.post("/accounts/sign-in/", {}, headers={"Cookie": f"{name}={text}"})
    assert posted.status_code < 500


def test_a_nul_in_a_form_is_answered(staff: Client, addresses: list[str]) -> None:
    fields = "username password next title message goal feedback tags arguments".split()
    for route in addresses:
        if not route.startswith("/api/"):
            answer = staff.post(_filled(route, "1"), dict.fromkeys(fields, "a\x00b"))
            assert answer.status_code < 500, route


def test_refused_requests_take_one_line_of_the_log_each(alice: User, log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    for host in ("evil.example", "a\nb", "x" * 2_000):
        assert client.get("/accounts/sign-in/", headers={"Host": host}).status_code == 400
    assert client.get("/tasks/?q=%00").status_code == 400
    lines = log.getvalue().splitlines()
    assert len(lines) == 4, log.getvalue()
    assert all("Traceback" not in line for line in lines)


def test_links_of_invitations_and_mails_are_not_logged(staff: Client, log: io.StringIO) -> None:
    """A mistake in the form leaves the link valid."""
    assert Client().post("/accounts/sign-up/the-secret/", {}).status_code == 400
    assert staff.post("/accounts/email/the-secret/").status_code == 400
    reset = "/accounts/password/reset/MQ/the-secret/"
    assert Client(enforce_csrf_checks=True).post(reset).status_code == 403
    assert Client().post("/accounts/reminders/the-secret/stop/").status_code == 404
    assert "Bad Request: /accounts/sign-up/…/" in log.getvalue()
    assert "the-secret" not in log.getvalue()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The output of the console's log handler."""
    console = next(handler for handler in logging.getLogger().handlers if handler.get_name() == "console")
    assert isinstance(console, logging.StreamHandler)
    written = io.StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory(username="alice")
