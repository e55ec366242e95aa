"""The rules of the README: weeks, zones, clock changes, reasons, positions."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from chatbot.reading import Kind, Reading, Reason, read
from tests.subtests import as_subtests

SUNDAY = "2026-11-29T10:00+01:00"


def read_at(moment: str, zone: str, text: str, **options: int) -> Reading:
    return read(text, now=datetime.fromisoformat(moment), zone=ZoneInfo(zone), **options)  # type: ignore[arg-type]


def due(moment: str, zone: str, text: str, **options: int) -> str:
    reading = read_at(moment, zone, text, **options)
    assert reading.due is not None
    return reading.due.isoformat()


@as_subtests(
    ("moment", "zone", "text", "expected"),
    [
        # 23:30 UTC is the next day's 12:30 in Auckland.
        ("2026-11-18T23:30+00:00", "Pacific/Auckland", "today", "2026-11-19"),
        ("2026-11-18T23:30+00:00", "Pacific/Auckland", "tomorrow at 7pm", "2026-11-20T19:00:00+13:00"),
        ("2026-11-18T02:30+00:00", "America/Los_Angeles", "tomorrow", "2026-11-18"),
        ("2026-11-18T12:00+00:00", "America/New_York", "on 12/3", "2026-12-03"),
        ("2026-11-18T12:00+00:00", "America/New_York", "12/3/2026", "2026-12-03"),
        ("2026-11-18T12:00+00:00", "America/Sao_Paulo", "on 3/12", "2026-12-03"),
        ("2026-11-18T12:00+00:00", "Asia/Kathmandu", "in 2 hours", "2026-11-18T19:45:00+05:45"),
        # The clocks go forward at 2:00 on 28 March 2027: 2:30 does not exist, and becomes 3:30.
        ("2027-03-27T12:00+00:00", "Europe/Berlin", "tomorrow at 2:30am", "2027-03-28T03:30:00+02:00"),
        ("2027-03-28T00:30+00:00", "Europe/Berlin", "in 1 hour", "2027-03-28T03:30:00+02:00"),
        ("2027-03-27T12:00+00:00", "Europe/Berlin", "every day at 2:30am", "2027-03-28T03:30:00+02:00"),
        # They go back at 3:00 on 25 October 2026: of 2:30, which occurs twice, the first is meant.
        ("2026-10-24T12:00+00:00", "Europe/Berlin", "tomorrow at 2:30am", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T00:30+00:00", "Europe/Berlin", "in 1 hour", "2026-10-25T02:30:00+01:00"),
        # Ends of months and years.
        ("2027-01-31T12:00+00:00", "UTC", "in a month", "2027-02-28"),
        ("2028-01-31T12:00+00:00", "UTC", "next month", "2028-02-01"),
        ("2028-02-10T12:00+00:00", "UTC", "end of the month", "2028-02-29"),
        ("2026-12-31T12:00+00:00", "UTC", "tomorrow", "2027-01-01"),
        ("2027-01-31T12:00+00:00", "UTC", "on the 30th", "2027-03-30"),
        # Hours that are over: a time alone is the coming one, a guessed morning becomes an evening.
        ("2026-11-18T12:00+00:00", "UTC", "at 9", "2026-11-18T21:00:00+00:00"),
        ("2026-11-18T12:00+00:00", "UTC", "at 9am", "2026-11-19T09:00:00+00:00"),
        ("2026-11-18T22:00+00:00", "UTC", "tonight", "2026-11-18T23:59:00+00:00"),
        # A weekday is the coming one, never today.
        ("2026-11-20T12:00+00:00", "UTC", "on friday", "2026-11-27"),
        ("2026-11-20T12:00+00:00", "UTC", "this friday", "2026-11-27"),
    ],
)
def test_due_date_is_in_the_zone_of_the_person(moment: str, zone: str, text: str, expected: str) -> None:
    assert due(moment, zone, text) == expected


@as_subtests(
    ("week_start", "text", "expected"),
    [
        (0, "next friday", "2026-12-04"),  # today, Sunday, is the last day of its week
        (6, "next friday", "2026-12-11"),  # or the first
        (0, "next week", "2026-11-30"),
        (6, "next week", "2026-12-06"),
        (0, "this week", "2026-11-29"),
        (6, "this week", "2026-12-04"),
        (5, "next week", "2026-12-05"),
    ],
)
def test_weeks_begin_on_the_day_of_the_person(week_start: int, text: str, expected: str) -> None:
    assert due(SUNDAY, "Europe/Berlin", text, week_start=week_start) == expected


@as_subtests(
    ("text", "words", "reason"),
    [
        ("dentist on 31 february", "on 31 february", Reason.IMPOSSIBLE),
        ("dentist at 25:00", "at 25:00", Reason.IMPOSSIBLE),
        ("dentist on friday 5 december", "on friday 5 december", Reason.MISMATCH),
        ("plan the friday meeting", "friday", Reason.AMBIGUOUS),
        ("pay rent 03/04", "03/04", Reason.AMBIGUOUS),
        ("call tomorrow about the trip on friday", "tomorrow", Reason.SEVERAL),
        ("friday drinks at 6", "at 6", Reason.UNCLEAR_DAY),
        ("dentist on 31 february at 5pm", "at 5pm", Reason.UNCLEAR_DAY),
        ("summarize 2025-01-05", "2025-01-05", Reason.PAST),
        ("write in a few days", "in a few days", Reason.VAGUE),
        ("gym twice a week", "twice a week", Reason.VAGUE),
        ("on holiday until friday", "until friday", Reason.NOT_DUE),
        ("delete mails up to january 30th", "up to january 30th", Reason.NOT_DUE),
    ],
)
def test_unread_words_are_listed_with_the_reason(text: str, words: str, reason: Reason) -> None:
    reading = read_at(SUNDAY, "Europe/Berlin", text)
    assert reading.title == text
    assert (words, reason) in [(text[one.start : one.end], one.reason) for one in reading.unread]
    assert any(words in one.message for one in reading.unread)


def test_reason_is_given_in_the_language_that_was_read() -> None:
    [unread] = read(
        "Zahnarzt am 31. Februar", now=datetime.fromisoformat(SUNDAY), zone=ZoneInfo("UTC"), language="de"
    ).unread
    assert unread.message == "“am 31. Februar” does not exist"


def test_positions_of_what_was_read() -> None:
    text = "Lunch 5pm-6pm, tomorrow #food !high"
    reading = read_at(SUNDAY, "Europe/Berlin", text)
    assert [(span.kind, text[span.start : span.end]) for span in reading.spans] == [
        (Kind.DUE, "5pm"),
        (Kind.END, "-6pm"),
        (Kind.SEPARATOR, ","),
        (Kind.DUE, "tomorrow"),
        (Kind.TAG, "#food"),
        (Kind.PRIORITY, "!high"),
    ]


@as_subtests(
    ("plain", "title", "expected"),
    [
        ((9, 17), "Buy milk tomorrow", None),
        ((9, 13), "Buy milk tomorrow", None),
        ((0, 3), "Buy milk", date(2026, 11, 30)),
        ((5, 5), "Buy milk", date(2026, 11, 30)),
        ((90, 99), "Buy milk", date(2026, 11, 30)),
    ],
)
def test_plain_positions_are_not_read(plain: tuple[int, int], title: str, expected: date | None) -> None:
    now = datetime.fromisoformat(SUNDAY)
    reading = read("Buy milk tomorrow", now=now, zone=ZoneInfo("Europe/Berlin"), plain=[plain])
    assert (reading.title, reading.due) == (title, expected)


def test_other_positions_are_still_read() -> None:
    text, now = "Buy milk tomorrow at 5pm #home", datetime.fromisoformat(SUNDAY)
    reading = read(text, now=now, zone=ZoneInfo("Europe/Berlin"), plain=[(9, 17)])
    assert reading.title == "Buy milk tomorrow"
    assert (str(reading.due), reading.tags) == ("2026-11-29 17:00:00+01:00", ("home",))


def test_all_kinds_of_spaces_are_read_as_one() -> None:
    text = " call  Bob\u2003tomorrow\n at\t5pm  #home "
    reading = read_at(SUNDAY, "Europe/Berlin", text)
    assert (reading.title, str(reading.due)) == ("call Bob", "2026-11-30 17:00:00+01:00")
    assert [text[span.start : span.end] for span in reading.spans] == ["tomorrow", "at\t5pm", "#home"]
    left = read(text, now=datetime.fromisoformat(SUNDAY), zone=ZoneInfo("UTC"), plain=[(11, 19)])
    assert (left.title, left.tags) == ("call Bob tomorrow", ("home",))


def test_guessed_half_of_the_day_is_named_in_the_answer() -> None:
    assert read_at(SUNDAY, "UTC", "call Bob at 5").is_hour_guessed
    assert not read_at(SUNDAY, "UTC", "call Bob at 5pm").is_hour_guessed
    assert not read_at(SUNDAY, "UTC", "call Bob at 17:00").is_hour_guessed
    assert not read_at(SUNDAY, "UTC", "call Bob tomorrow").is_hour_guessed


def test_language_without_a_table_is_read_as_english() -> None:
    now = datetime.fromisoformat(SUNDAY)
    assert read("milk tomorrow", now=now, zone=ZoneInfo("UTC"), language="xx-YY").due == date(2026, 11, 30)
    assert read("Milch übermorgen", now=now, zone=ZoneInfo("UTC"), language="de-AT").due == date(2026, 12, 1)


@as_subtests("text", ["", " ", "\n", ",", "!", "#", "|", "a|b"])
def test_text_without_words_is_a_title(text: str) -> None:
    assert read_at(SUNDAY, "UTC", text) == Reading(text.strip())
