"""Due dates in words, in many time zones. In most tests it is Wednesday 18 November 2026, 12:00 in Berlin."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from chatbot.formatting.whole_days import moment_of
from chatbot.offline_assistant.language.context import Context
from chatbot.offline_assistant.language.quoting import Quotes
from chatbot.reading import Due
from tests.subtests import as_subtests

WEDNESDAY_NOON = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def due(text: str, now: datetime = WEDNESDAY_NOON) -> tuple[str, str] | None:
    found = Context(now, Quotes()).read(text)
    return (f"{moment_of(found.due, now.tzinfo):%Y-%m-%d %H:%M}", found.title) if found.due else None


def due_as_a_whole(text: str, now: datetime = WEDNESDAY_NOON) -> Due | None:
    found = Context(now, Quotes()).due(text)
    return found if isinstance(found, Due) else None


def at(moment: str, zone: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))


@as_subtests(
    ("text", "moment", "title"),
    [
        ("call mum today", "2026-11-18 23:59", "call mum"),
        ("call mum tomorrow", "2026-11-19 23:59", "call mum"),
        ("tomorrow call mum", "2026-11-19 23:59", "call mum"),
        ("call mum tomorrow about the party", "2026-11-19 23:59", "call mum about the party"),
        ("call mum the day after tomorrow", "2026-11-20 23:59", "call mum"),
        ("buy milk tomorrow at 7pm", "2026-11-19 19:00", "buy milk"),
        ("buy milk at 7pm tomorrow", "2026-11-19 19:00", "buy milk"),
        ("buy milk tomorrow at 7:30 p.m.", "2026-11-19 19:30", "buy milk"),
        ("buy milk tomorrow 19:30", "2026-11-19 19:30", "buy milk"),
        ("buy milk tomorrow at 07:30", "2026-11-19 07:30", "buy milk"),
        ("buy milk tomorrow morning", "2026-11-19 09:00", "buy milk"),
        ("buy milk tomorrow at 8 in the evening", "2026-11-19 20:00", "buy milk"),
        ("buy milk tomorrow at noon", "2026-11-19 12:00", "buy milk"),
        ("send it by midnight", "2026-11-18 23:59", "send it"),
        ("watch Dune tonight", "2026-11-18 20:00", "watch Dune"),
        ("watch Dune tonight at 9", "2026-11-18 21:00", "watch Dune"),
        ("lunch at 1", "2026-11-18 13:00", "lunch"),
        ("call Bob at 9", "2026-11-18 21:00", "call Bob"),
        ("call Bob at 9am", "2026-11-19 09:00", "call Bob"),
        ("call Bob at 11am", "2026-11-19 11:00", "call Bob"),
        ("call Bob at 5 o'clock", "2026-11-18 17:00", "call Bob"),
        ("rest this evening", "2026-11-18 19:00", "rest"),
        ("call Bob on friday", "2026-11-20 23:59", "call Bob"),
        ("call Bob friday", "2026-11-20 23:59", "call Bob"),
        ("friday: call Bob", "2026-11-20 23:59", "call Bob"),
        ("call Bob on wednesday", "2026-11-25 23:59", "call Bob"),
        ("call Bob next friday", "2026-11-27 23:59", "call Bob"),
        ("call Bob friday next week", "2026-11-27 23:59", "call Bob"),
        ("call Bob next week on friday", "2026-11-27 23:59", "call Bob"),
        ("call Bob this friday at 10", "2026-11-20 10:00", "call Bob"),
        ("yoga monday evening", "2026-11-23 19:00", "yoga"),
        ("dinner on sun", "2026-11-22 23:59", "dinner"),
        ("pack in 2 weeks", "2026-12-02 23:59", "pack"),
        ("pack in a month", "2026-12-18 23:59", "pack"),
        ("pack in three days", "2026-11-21 23:59", "pack"),
        ("pack 2 days from now", "2026-11-20 23:59", "pack"),
        ("oven in 20 minutes", "2026-11-18 12:20", "oven"),
        ("oven in an hour", "2026-11-18 13:00", "oven"),
        ("oven in 90 minutes", "2026-11-18 13:30", "oven"),
        ("oven in 24 hours", "2026-11-19 12:00", "oven"),
        ("oven in half an hour", "2026-11-18 12:30", "oven"),
        ("report by end of the month", "2026-11-30 23:59", "report"),
        ("report by the end of next month", "2026-12-31 23:59", "report"),
        ("report by end of the week", "2026-11-20 23:59", "report"),
        ("report by end of day", "2026-11-18 23:59", "report"),
        ("report eom", "2026-11-30 23:59", "report"),
        ("report next week", "2026-11-23 23:59", "report"),
        ("report next month", "2026-12-01 23:59", "report"),
        ("tidy this weekend", "2026-11-21 23:59", "tidy"),
        ("tidy next weekend", "2026-11-28 23:59", "tidy"),
        ("rent on 3 December", "2026-12-03 23:59", "rent"),
        ("rent on the 3rd of December", "2026-12-03 23:59", "rent"),
        ("rent Dec 3rd", "2026-12-03 23:59", "rent"),
        ("rent December 3, 2027", "2027-12-03 23:59", "rent"),
        ("rent on 3 November", "2027-11-03 23:59", "rent"),
        ("rent on 3 May", "2027-05-03 23:59", "rent"),
        ("rent on the 1st", "2026-12-01 23:59", "rent"),
        ("rent by the 31st", "2026-12-31 23:59", "rent"),
        ("rent due 2026-12-03", "2026-12-03 23:59", "rent"),
        ("rent 2026-12-03T19:00", "2026-12-03 19:00", "rent"),
        ("rent 3.12.2026", "2026-12-03 23:59", "rent"),
        ("rent on 3/12", "2026-12-03 23:59", "rent"),
        ("passport in March", "2027-03-31 23:59", "passport"),
        ("passport by March", "2027-03-01 23:59", "passport"),
        ("leap on 29 February", "2028-02-29 23:59", "leap"),
        ("water the plants every monday at 7pm", "2026-11-23 19:00", "water the plants"),
        ("take pills each morning", "2026-11-19 09:00", "take pills"),
    ],
)
def test_due_date_is_found_and_cut_out(text: str, moment: str, title: str) -> None:
    assert due(text) == (moment, title)


@as_subtests(
    "text",
    [
        "may the force be with you",
        "plant may flowers",
        "march with Bob",
        "march 3 miles",
        "second coat of paint",
        "give Bob a second",
        "buy 2 apples",
        "buy today's paper",
        "prepare next week's report",
        "plan the friday meeting",
        "look at the sun",
        "the cat sat",
        "meet at 5 Main Street",
        "watch the 7pm news",
        "read John 3:16",
        "order midnight blue paint",
        "call Jan 3 times",
        "party on 31 February",
        "retire in 9999 years",
        "meet at 25",
        "write about tomorrow",
        "version 1.2.3",
        "fix v2.0/3.1",
    ],
)
def test_ordinary_words_are_not_a_due_date(text: str) -> None:
    assert due(text) is None


@as_subtests(
    ("moment", "zone", "text", "expected"),
    [
        # 23:30 UTC is the next day's 12:30 in Auckland.
        ("2026-11-18T23:30:00+00:00", "Pacific/Auckland", "today", "2026-11-19T23:59:00+13:00"),
        ("2026-11-18T23:30:00+00:00", "Pacific/Auckland", "tomorrow at 7pm", "2026-11-20T19:00:00+13:00"),
        ("2026-11-18T23:30:00+00:00", "Pacific/Auckland", "friday", "2026-11-20T23:59:00+13:00"),
        ("2026-11-18T02:30:00+00:00", "America/Los_Angeles", "tomorrow", "2026-11-18T23:59:00-08:00"),
        ("2026-11-18T12:00:00+00:00", "America/New_York", "12/3/2026", "2026-12-03T23:59:00-05:00"),
        ("2026-11-18T12:00:00+00:00", "Asia/Kathmandu", "in 2 hours", "2026-11-18T19:45:00+05:45"),
        # The clocks go forward at 2:00 on 28 March 2027: 2:30 does not exist.
        ("2027-03-27T12:00:00+00:00", "Europe/Berlin", "tomorrow at 2:30am", "2027-03-28T03:30:00+02:00"),
        ("2027-03-27T12:00:00+00:00", "Europe/Berlin", "tomorrow at 9am", "2027-03-28T09:00:00+02:00"),
        ("2027-03-28T00:30:00+00:00", "Europe/Berlin", "in 1 hour", "2027-03-28T03:30:00+02:00"),
        # The clocks go back at 3:00 on 25 October 2026: 2:30 occurs twice, the first is meant.
        ("2026-10-24T12:00:00+00:00", "Europe/Berlin", "tomorrow at 2:30am", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T00:30:00+00:00", "Europe/Berlin", "in 1 hour", "2026-10-25T02:30:00+01:00"),
        # Ends of months and years.
        ("2027-01-31T12:00:00+00:00", "UTC", "in a month", "2027-02-28T23:59:00+00:00"),
        ("2028-01-31T12:00:00+00:00", "UTC", "next month", "2028-02-01T23:59:00+00:00"),
        ("2028-02-10T12:00:00+00:00", "UTC", "end of the month", "2028-02-29T23:59:00+00:00"),
        ("2026-12-31T12:00:00+00:00", "UTC", "tomorrow", "2027-01-01T23:59:00+00:00"),
        ("2026-12-31T12:00:00+00:00", "UTC", "end of next month", "2027-01-31T23:59:00+00:00"),
        ("2027-01-31T12:00:00+00:00", "UTC", "on the 30th", "2027-03-30T23:59:00+00:00"),
        # On a Saturday, next friday is six days off.
        ("2026-11-21T12:00:00+00:00", "UTC", "next friday", "2026-11-27T23:59:00+00:00"),
        ("2026-11-21T12:00:00+00:00", "UTC", "this weekend", "2026-11-21T23:59:00+00:00"),
        ("2026-11-21T22:00:00+00:00", "UTC", "tonight", "2026-11-21T23:59:00+00:00"),
    ],
)
def test_due_date_is_in_the_users_time_zone(moment: str, zone: str, text: str, expected: str) -> None:
    now = at(moment, zone)
    found = due_as_a_whole(text, now)
    assert found is not None
    assert moment_of(found.due, now.tzinfo).isoformat() == expected


@as_subtests("text", ["", "milk", "friday the report", "tomorrow buy milk", "5 apples", "x" * 500])
def test_more_than_a_date_is_not_read_as_one(text: str) -> None:
    assert due_as_a_whole(text) is None


def test_a_time_alone_keeps_the_day_and_a_day_alone_keeps_the_time() -> None:
    old = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    time_alone, day_alone = due_as_a_whole("5pm"), due_as_a_whole("friday")
    assert time_alone is not None
    assert day_alone is not None
    assert time_alone.moved_from(old).isoformat() == "2026-11-24T17:00:00+01:00"
    assert day_alone.moved_from(old).isoformat() == "2026-11-20T10:00:00+01:00"
