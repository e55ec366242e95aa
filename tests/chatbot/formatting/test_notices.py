"""Times before a task is due, written out and read again."""

from __future__ import annotations

import pytest

from chatbot.formatting import notice, notices
from chatbot.reading import read_notice

WORDS = {
    0: "when due",
    1: "1 minute",
    30: "30 minutes",
    60: "1 hour",
    90: "90 minutes",
    1_440: "1 day",
    20_160: "2 weeks",
}


@pytest.mark.parametrize("minutes", WORDS)
def test_a_notice_is_written_out_and_read_again(minutes: int) -> None:
    assert notice(minutes) == WORDS[minutes]
    assert [read_notice(WORDS[minutes], language=language) for language in ("en", "de")] == [minutes] * 2


def test_several_notices_are_listed() -> None:
    assert notices([30, 1_440]) == "30 minutes, 1 day"


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [("an hour", "en", 60), ("half an hour", "en", 30), ("eine Stunde", "de", 60), ("2 Tage", "de", 2_880),
     ("", "en", None), ("tomorrow", "en", None), ("a while", "en", None), ("30 minutes after", "en", None)],
)  # fmt: skip
def test_notices_are_read_in_words(text: str, language: str, minutes: int | None) -> None:
    assert read_notice(text, language=language) == minutes


def test_notices_are_german_for_german_readers() -> None:
    words = {0: "bei Fälligkeit", 30: "30 Minuten", 60: "1 Stunde", 2_880: "2 Tage"}
    assert {minutes: notice(minutes, "de") for minutes in words} == words
    assert [read_notice(text, language="de") for text in words.values()] == [*words]
