"""No word is lost and nothing is read twice, for any text around the words of dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chatbot.reading import LANGUAGES, DateRange, Reading, read, read_due, read_range

ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")]
WORDS = {code: sorted(table.meanings) for code, table in LANGUAGES.items()}
TITLES = st.sampled_from(
    "buy milk call Bob report meeting Saturday Night Live Black Friday April May Jan 买牛奶 🎉 Anna’s".split()
)
NUMBERS = st.sampled_from(
    "5 12 25 2027 5th 31st 3.12 24.12. 1.2.3 31.2. 03/04 24/12/2027 2027-02-30 9999-12-31 0001-01-01 9999 "
    "9:30 25:00 5pm 13am 1h30m 90min 5pm-6pm 9-12 10:00–11:30 $5 €20 50% #home #5 !high "
    "!!! !1 +49-170-123 v2.0 555-1234 1,000".split()
)
ODD = st.sampled_from(
    [
        "https://example.com/friday",
        "bob@monday.com",
        '"tomorrow at 5"',
        "„Freitag“",
        "Friday's",
        "`may 5`",
        "'",
        '"',
    ]
)
MARKS = st.sampled_from(
    [" "] * 8 + [", ", ". ", ": ", " - ", " – ", " (", ") ", "-", "/", "\n", "  ", "; ", "!"]
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31)).map(lambda now: now.replace(tzinfo=UTC))  # noqa: DTZ001


@st.composite
def texts(draw: st.DrawFn, code: str) -> str:
    piece = st.one_of(TITLES, NUMBERS, ODD, *[st.sampled_from(WORDS[code])] * 3)
    pieces = draw(st.lists(piece, max_size=9))
    return "".join(
        part for word in pieces for part in (draw(st.sampled_from([word, word.title()])), draw(MARKS))
    )


CODES = st.sampled_from(sorted(LANGUAGES))
TEXTS = CODES.flatmap(lambda code: st.tuples(st.just(code), st.one_of(texts(code), st.text(max_size=60))))
LIGHT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def characters(text: str) -> str:
    return "".join(text.split())


def without(text: str, reading: Reading) -> str:
    kept = [True] * len(text)
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert all(kept[span.start : span.end]), "two spans overlap"
        kept[span.start : span.end] = [False] * (span.end - span.start)
    return "".join(character for character, keep in zip(text, kept, strict=True) if keep)


@LIGHT
@given(written=TEXTS, now=MOMENTS, zone=st.sampled_from(ZONES), week_start=st.integers(0, 6))
def test_every_character_is_in_the_title_or_in_one_span(
    written: tuple[str, str], now: datetime, zone: ZoneInfo, week_start: int
) -> None:
    language, text = written
    reading = read(text, now=now, zone=zone, week_start=week_start, language=language)
    assert characters(reading.title) == characters(without(text, reading))
    again = read(reading.title, now=now, zone=zone, week_start=week_start, language=language)
    assert (again.title, again.spans) == (reading.title, ())
    for place in reading.unread:
        assert characters(text[place.start : place.end]) in characters(reading.title)


@LIGHT
@given(written=TEXTS, now=MOMENTS, zone=st.sampled_from(ZONES))
def test_values_are_valid_and_not_in_the_past(
    written: tuple[str, str], now: datetime, zone: ZoneInfo
) -> None:
    language, text = written
    reading = read(text, now=now, zone=zone, language=language)
    for moment in (reading.due, reading.start, reading.end):
        if isinstance(moment, datetime):
            assert moment.tzinfo is zone
            assert moment.astimezone(UTC).astimezone(zone) == moment, "a time that clocks skip"
    due = reading.due
    if due is not None:
        assert (due.date() if isinstance(due, datetime) else due) >= now.astimezone(zone).date()
    if reading.end is not None:
        assert due is not None
        assert type(due) is type(reading.end) or not isinstance(reading.end, datetime)
    if reading.repeat is not None:
        assert due is not None
        begin = due if isinstance(due, datetime) else datetime.combine(due, datetime.min.time())
        first = rrulestr(reading.repeat, dtstart=begin).after(begin - timedelta(seconds=1))
        assert first is None or first.date() == begin.date()


@LIGHT
@given(written=TEXTS, data=st.data())
@example(("en", "buy milk tomorrow at 5pm #home"), None)
def test_plain_text_stays_in_the_title(written: tuple[str, str], data: st.DataObject | None) -> None:
    language, text = written
    now = datetime(2026, 11, 29, 10, tzinfo=UTC)
    reading = read(text, now=now, zone=UTC, language=language)
    for span in reading.spans if data is None else []:
        plain = read(text, now=now, zone=UTC, language=language, plain=[(span.start, span.end)])
        assert text[span.start : span.end] in plain.title
    if data is None or not reading.spans:
        return
    span = data.draw(st.sampled_from(reading.spans))
    plain = read(text, now=now, zone=UTC, language=language, plain=[(span.start, span.end)])
    assert not any(one.start < span.end and span.start < one.end for one in plain.spans)


@LIGHT
@given(written=TEXTS, now=MOMENTS, zone=st.sampled_from(ZONES), is_past=st.booleans())
def test_dates_have_positions_and_ranges_are_ordered(
    written: tuple[str, str], now: datetime, zone: ZoneInfo, is_past: bool
) -> None:
    language, text = written
    due = read_due(text, now=now, zone=zone, language=language)
    days = read_range(text, now=now, zone=zone, language=language, is_past=is_past)
    for found in (due, days):
        assert found is None or 0 <= found.start < found.end <= len(text)
    if isinstance(days, DateRange) and days.first and days.last:
        assert days.first <= days.last
