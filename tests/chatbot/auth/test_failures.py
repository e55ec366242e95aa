"""Wrong passwords are counted for all interfaces together, and the lock cannot be bypassed."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import async_to_sync
from axes.models import AccessAttempt
from channels.testing import WebsocketCommunicator
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import connections
from django.test import Client
from pytest_django.fixtures import Settings

from chatbot.models import User
from tests.chatbot.auth.interfaces import (
    ELSEWHERE,
    HOME,
    INTERFACES,
    Interface,
    account_deletion,
    admin,
    api_token,
    browser,
    opens_socket,
    sign_in_by_api,
    sign_in_page,
    sockets,
)
from tests.factories import PASSWORD, UserFactory
from tests.subtests import as_subtests

WRONG = "not-the-password"
LIMIT = 5  # in these tests, since each guess is a request


class SlowHasher(PBKDF2PasswordHasher):
    """Slow enough for guesses to overlap."""

    algorithm = "slow"
    iterations = 60_000


@pytest.fixture
def ruth(db: None, settings: Settings) -> User:
    """A user who may use every interface, with few wrong passwords."""
    settings.AXES_FAILURE_LIMIT = LIMIT
    return UserFactory.create(username="ruth", is_staff=True)


def guess(user: User, times: int, interface: Interface = api_token, address: str = HOME) -> list[int]:
    return [interface(user, WRONG, address).status_code for _ in range(times)]


@pytest.mark.parametrize("interface", INTERFACES)
def test_after_many_wrong_passwords_the_right_one_is_refused(ruth: User, interface: Interface) -> None:
    wrong = 4 * LIMIT if interface is sign_in_page else LIMIT + 2  # they are slow, and all the same
    answers = guess(ruth, wrong, interface)

    assert 429 not in answers[: LIMIT - 1]
    assert answers[LIMIT:] == [429] * (wrong - LIMIT)
    right = interface(ruth, PASSWORD, HOME)
    assert right.status_code == 429
    assert 0 < int(right["Retry-After"]) <= 15 * 60
    assert User.objects.get(pk=ruth.pk).check_password(PASSWORD)


def test_ten_wrong_passwords_are_too_many(db: None) -> None:
    alice = UserFactory.create(username="alice")
    assert guess(alice, 9) == [401] * 9
    guess(alice, 1)
    assert api_token(alice, PASSWORD, HOME).status_code == 429


def test_all_interfaces_share_the_count(ruth: User) -> None:
    assert len(INTERFACES) == LIMIT
    for interface in INTERFACES:
        interface(ruth, WRONG, HOME)

    assert {interface(ruth, PASSWORD, HOME).status_code for interface in INTERFACES} == {429}
    assert {interface(ruth, WRONG, HOME).status_code for interface in INTERFACES} == {429}


def test_other_addresses_and_accounts_are_not_locked_out(ruth: User) -> None:
    guess(ruth, 4 * LIMIT)

    assert sign_in_page(ruth, PASSWORD, ELSEWHERE).status_code == 302
    other = UserFactory.create(username="bob")
    assert sign_in_page(other, PASSWORD, HOME).status_code == 302


def test_a_lock_ends_by_itself_although_guesses_continue(ruth: User, settings: Settings) -> None:
    guess(ruth, LIMIT + 2)
    locked_at = AccessAttempt.objects.get().attempt_time
    guess(ruth, 2)
    assert AccessAttempt.objects.get().attempt_time == locked_at

    settings.AXES_COOLOFF_TIME *= 0
    assert sign_in_page(ruth, PASSWORD, HOME).status_code == 302


@pytest.mark.parametrize("interface", INTERFACES[:-1])
def test_a_right_password_ends_the_count(ruth: User, interface: Interface) -> None:
    guess(ruth, LIMIT - 1)
    assert interface(ruth, PASSWORD, HOME).status_code in {200, 302}

    password = "a new phrase" if User.objects.get(pk=ruth.pk).check_password("a new phrase") else PASSWORD
    guess(ruth, LIMIT - 1)
    assert api_token(ruth, password, HOME).status_code == 200


def test_ones_own_account_does_not_end_the_count_of_another(ruth: User) -> None:
    mallory = UserFactory.create(username="mallory")
    for _ in range(LIMIT):
        guess(ruth, 1)
        assert api_token(mallory, PASSWORD, HOME).status_code == 200

    assert api_token(ruth, PASSWORD, HOME).status_code == 429


@as_subtests("name", ["ruth ", " ruth", "ruth\t", "RUTH", "ｒｕｔｈ", "Ruth  "])
def test_all_spellings_of_a_name_have_one_count(ruth: User, name: str) -> None:
    for _ in range(LIMIT):
        sign_in_by_api(name, WRONG, HOME)

    assert api_token(ruth, PASSWORD, HOME).status_code == 429
    assert sign_in_by_api(name, PASSWORD, HOME).status_code == 429


@pytest.mark.parametrize("name", ["ruth ", "ｒｕｔｈ"])
def test_the_api_accepts_the_spellings_that_the_page_accepts(ruth: User, name: str) -> None:
    assert sign_in_by_api(name, PASSWORD, HOME).status_code == 200
    page = browser(HOME).post("/accounts/sign-in/", {"username": name, "password": PASSWORD})
    assert page.status_code == 302


@pytest.mark.parametrize("name", ["x" * 5_000, "ﷺ" * 40, "a\0b"])
def test_an_impossible_name_counts_as_a_wrong_password(ruth: User, name: str) -> None:
    assert sign_in_by_api(name, WRONG, HOME).status_code in {400, 401}
    page = browser(HOME).post("/accounts/sign-in/", {"username": name, "password": WRONG})
    assert page.status_code == 200


def test_one_password_on_many_names_is_stopped_by_the_address(ruth: User) -> None:
    for number in range(10 * LIMIT):
        sign_in_by_api(f"user{number}", "12345678", HOME)

    assert sign_in_by_api("another", "12345678", HOME).status_code == 429
    assert sign_in_page(ruth, PASSWORD, HOME).status_code == 429
    assert sign_in_page(ruth, PASSWORD, ELSEWHERE).status_code == 302


def test_a_forged_header_does_not_change_the_address(ruth: User) -> None:
    for number in range(LIMIT):
        sign_in_by_api("ruth", WRONG, HOME, **{"X-Forwarded-For": f"198.51.100.{number}"})

    assert sign_in_by_api("ruth", PASSWORD, HOME, **{"X-Forwarded-For": ELSEWHERE}).status_code == 429


@as_subtests(
    ("proxies", "guesser", "same", "other"),
    [
        (1, "1.2.3.4, 203.0.113.9", "5.6.7.8, 203.0.113.9", "203.0.113.10"),
        (1, "203.0.113.9:4711", "203.0.113.9", "203.0.113.10"),
        (2, "203.0.113.9, 10.0.0.1", "5.6.7.8, 203.0.113.9, 10.0.0.2", "203.0.113.10, 10.0.0.1"),
        (1, "2001:db8:1:2::1", "[2001:db8:1:2:ffff::9]:443", "2001:db8:1:3::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9", "203.0.113.10"),
        (1, "nonsense", "unknown", "203.0.113.10"),
    ],
)
def test_behind_proxies_clients_are_distinguished_by_what_our_proxies_added(
    ruth: User, settings: Settings, proxies: int, guesser: str, same: str, other: str
) -> None:
    settings.PROXY_COUNT = proxies
    for _ in range(LIMIT):
        sign_in_by_api("ruth", WRONG, HOME, **{"X-Forwarded-For": guesser})

    assert sign_in_by_api("ruth", PASSWORD, HOME, **{"X-Forwarded-For": same}).status_code == 429
    assert sign_in_by_api("ruth", PASSWORD, HOME, **{"X-Forwarded-For": other}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_simultaneous_guesses_do_not_bypass_the_limit(settings: Settings) -> None:
    """Guesses that are still being checked when the limit is reached do not count either."""
    settings.PASSWORD_HASHERS = [f"{__name__}.SlowHasher"]
    ruth = UserFactory.create(username="ruth", password=make_password(PASSWORD))

    def one(password: str) -> int:
        try:
            return api_token(ruth, password, HOME).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as threads:
        wrong = [threads.submit(one, WRONG) for _ in range(30)]
        right = threads.submit(one, PASSWORD)
        assert {guess.result() for guess in wrong} <= {401, 429}
        assert right.result() == 429


def test_a_refusal_is_json_for_programs_and_a_page_for_people(ruth: User) -> None:
    guess(ruth, LIMIT)

    refused = api_token(ruth, PASSWORD, HOME)
    assert refused.json()["code"] == "throttled"
    for interface in (sign_in_page, admin, account_deletion):
        page = interface(ruth, PASSWORD, HOME).content.decode()
        assert "Too many wrong passwords" in page
        assert "Try again in 15 minutes." in page


def test_failures_are_logged_with_name_and_address(ruth: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="axes"):
        guess(ruth, LIMIT)

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("axes")]
    assert "New login failure by 'ruth' from 192.0.2.7 at /api/auth/token/" in lines[0]
    assert "Locking out 'ruth' from 192.0.2.7" in lines[-1]
    assert WRONG not in caplog.text


def test_a_failure_is_one_line_of_the_log_whatever_its_address(
    transactional_db: None, caplog: pytest.LogCaptureFixture
) -> None:
    forged = "x%0aWARNING axes: New login failure by 'ruth' from 198.51.100.1 at /"

    async def knock() -> None:
        communicator = WebsocketCommunicator(sockets, f"/ws/{forged}chat?ticket=guess")
        communicator.scope["client"] = (HOME, 40_000)
        await communicator.connect()
        await communicator.disconnect()

    async_to_sync(knock)()
    [line] = [record.getMessage() for record in caplog.records if record.name.startswith("axes")]
    assert f"from {HOME} at /ws/x\\nWARNING" in line
    assert "\n" not in line


@pytest.mark.parametrize("interface", INTERFACES)
def test_no_password_is_stored_with_a_failure(ruth: User, interface: Interface) -> None:
    guess(ruth, 2, interface)

    failure = AccessAttempt.objects.get()
    stored = failure.get_data + failure.post_data + failure.path_info + failure.http_accept
    assert WRONG not in stored
    assert "a new phrase" not in stored


def test_tickets_are_counted_too(ruth: User, transactional_db: None) -> None:
    assert opens_socket(ruth, HOME)
    for number in range(LIMIT):
        assert not opens_socket(ruth, HOME, f"guess-{number}")

    assert not opens_socket(ruth, HOME)
    assert opens_socket(ruth, ELSEWHERE)
    assert sign_in_page(ruth, PASSWORD, HOME).status_code == 302


def test_staff_see_failures_and_delete_them_to_let_somebody_in(ruth: User) -> None:
    guess(ruth, LIMIT)
    ruth.is_superuser = True
    ruth.save()
    admin_page: Client = browser(ELSEWHERE, ruth)
    [failure] = AccessAttempt.objects.all()

    assert "192.0.2.7" in admin_page.get("/admin/axes/accessattempt/").content.decode()
    admin_page.post(f"/admin/axes/accessattempt/{failure.pk}/delete/", {"post": "yes"})
    assert sign_in_page(ruth, PASSWORD, HOME).status_code == 302


def test_the_admin_has_no_password_form_of_its_own(ruth: User) -> None:
    response = browser(HOME, ruth).get("/admin/password_change/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/password/")
