"""Clock, start of the week and language: chosen on the settings page, or those of the browser."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from chatbot.formatting import DateSettings
from chatbot.models import User
from chatbot.reading import LANGUAGES
from tests.markup import parse
from tests.subtests import as_subtests

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = "/accounts/settings/"


@pytest.fixture
def form(alices: Client) -> dict[str, Any]:
    return {**parse(alices.get(SETTINGS)).one("form#settings").form_values()}


def test_without_a_browser_clocks_have_24_hours_and_weeks_begin_on_monday(alice: User) -> None:
    assert alice.date_settings == DateSettings(BERLIN, "h23", 0, "en")


def test_automatic_settings_follow_the_browser(alices: Client, alice: User) -> None:
    page = alices.get(SETTINGS, headers={"Accept-Language": "en-US,en;q=0.9,de;q=0.8"}).text

    alice.refresh_from_db()
    assert alice.date_settings == DateSettings(BERLIN, "h12", 6, "en")
    assert "Automatic (12 hours)" in page
    assert "Automatic (Sunday)" in page
    assert "Automatic (English)" in page

    alices.get("/", headers={"Accept-Language": "de-DE"})
    alice.refresh_from_db()
    assert alice.date_settings == DateSettings(BERLIN, "h23", 0, "de")


@as_subtests("header", ["", "*", ";;q=", "x" * 36, "e\N{LATIN SMALL LETTER N WITH TILDE}", "de;q=0"])
def test_a_header_that_names_no_locale_changes_nothing(header: str, alices: Client, alice: User) -> None:
    alices.get("/", headers={"Accept-Language": "en-US"})
    alices.get("/", headers={"Accept-Language": header})

    alice.refresh_from_db()
    assert alice.browser_locale == "en-us"


def test_chosen_settings_do_not_follow_the_browser(alices: Client, alice: User, form: dict[str, Any]) -> None:
    chosen = {"hour_cycle": "h12", "week_start": "saturday", "language": "de"}
    assert alices.post(SETTINGS, form | chosen).status_code == 303
    alices.get("/", headers={"Accept-Language": "en-GB"})

    alice.refresh_from_db()
    assert alice.date_settings == DateSettings(BERLIN, "h12", 5, "de")


@pytest.mark.parametrize(
    ("name", "value"), [("hour_cycle", "h24"), ("week_start", "friday"), ("language", "fr")]
)
def test_another_choice_is_refused(
    name: str, value: str, alices: Client, alice: User, form: dict[str, Any]
) -> None:
    response = alices.post(SETTINGS, form | {name: value})

    assert response.status_code == 400
    assert "is not one of the available choices" in response.text
    alice.refresh_from_db()
    assert alice.date_settings == DateSettings(BERLIN)


def test_each_language_on_offer_can_be_read() -> None:
    assert {*User.Language.values} == {"automatic", *LANGUAGES}
