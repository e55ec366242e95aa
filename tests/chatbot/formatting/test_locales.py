"""Automatic settings follow the locale of the browser."""

from __future__ import annotations

from chatbot.formatting.locales import hour_cycle_of, language_of, week_start_of
from tests.subtests import as_subtests

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


@as_subtests(
    ("locale", "expected"),
    [
        ("en-US", ("h12", SUNDAY, "en")),
        ("en-us", ("h12", SUNDAY, "en")),
        ("en", ("h12", SUNDAY, "en")),
        ("en-GB", ("h23", MONDAY, "en")),
        ("en-DE", ("h23", MONDAY, "en")),
        ("en-AU", ("h12", MONDAY, "en")),
        ("en-001", ("h23", MONDAY, "en")),
        ("de", ("h23", MONDAY, "de")),
        ("de-CH", ("h23", MONDAY, "de")),
        ("de-US", ("h12", SUNDAY, "de")),
        ("fr-CA", ("h23", SUNDAY, "fr")),
        ("en-CA", ("h12", SUNDAY, "en")),
        ("pt", ("h23", SUNDAY, "pt")),
        ("pt-PT", ("h23", SUNDAY, "pt")),
        ("ja", ("h23", SUNDAY, "ja")),
        ("ar-EG", ("h12", SATURDAY, "ar")),
        ("dv-MV", ("h23", FRIDAY, "dv")),
        ("zh-Hant-TW", ("h12", SUNDAY, "zh")),
        ("zh-Hans", ("h23", MONDAY, "zh")),
        ("sr-Latn-RS", ("h23", MONDAY, "sr")),
        ("ca-ES-valencia", ("h23", MONDAY, "ca")),
        ("fil-PH", ("h12", SUNDAY, "fil")),
        ("xx", ("h23", MONDAY, "xx")),
        ("", ("h23", MONDAY, "en")),
        ("en_US", ("h23", MONDAY, "en")),
        ("i-klingon", ("h23", MONDAY, "en")),
        ("x" * 40, ("h23", MONDAY, "en")),
    ],
)
def test_clock_week_and_language_of_a_locale(locale: str, expected: tuple[str, int, str]) -> None:
    assert (hour_cycle_of(locale), week_start_of(locale), language_of(locale)) == expected
