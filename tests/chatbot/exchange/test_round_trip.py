"""What is written is read back: all of it in CSV, JSON and iCalendar."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.exchange import FORMATS, FileTask
from chatbot.exchange.calendars import Kind, write_calendar

from .reading import BERLIN, tasks_of

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" '=+-@,;#"), max_size=30
).map(lambda text: " ".join(text.split()))
TITLES = WORDS.filter(bool)
LINES = st.lists(WORDS, max_size=3).map(lambda lines: "\n".join(lines).strip())
NAMES = st.text("abcdefghijkäöü-", min_size=1, max_size=10)
MOMENTS = st.integers(10_000_000, 60_000_000).map(
    lambda minutes: datetime.fromtimestamp(60 * minutes, UTC).astimezone(BERLIN)
)
# A time that comes twice, as clocks go back, equals no time of another zone.
MOMENTS = MOMENTS.filter(lambda moment: len({moment.replace(fold=fold).utcoffset() for fold in (0, 1)}) == 1)
RULES = st.sampled_from(["", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1"])


@st.composite
def file_tasks(draw: st.DrawFn) -> list[FileTask]:
    tasks: list[FileTask] = []
    for number in range(draw(st.integers(1, 4))):
        due = draw(st.none() | MOMENTS.map(datetime.date) | MOMENTS)
        rule = draw(RULES) if due else ""
        if rule and draw(st.booleans()):
            rule += "\nEXDATE:20261224,20270105"
        tasks.append(
            FileTask(
                title=draw(TITLES),
                notes=draw(LINES),
                priority=draw(st.sampled_from(["low", "medium", "high"])),
                due=due,
                estimate=draw(st.none() | st.integers(1, 6_000)),
                start=draw(st.none() | MOMENTS.map(datetime.date)),
                repeat=rule,
                reminders=tuple(sorted(draw(st.sets(st.integers(0, 2_000), max_size=3)))) if due else (),
                tags=tuple(sorted(draw(st.sets(NAMES, max_size=3)))),
                list=draw(WORDS),
                key=str(number + 1),
                parent=str(draw(st.integers(1, number))) if number and draw(st.booleans()) else "",
                completed=draw(st.none() | MOMENTS),
                created=draw(MOMENTS),
            )
        )
    return tasks


@pytest.mark.parametrize("name", ["csv", "json", "icalendar"])
@settings(max_examples=60, deadline=None)
@given(tasks=file_tasks())
def test_everything_comes_back(name: str, tasks: list[FileTask]) -> None:
    file_format = FORMATS[name]
    written = file_format.write(tasks)
    assert tasks_of(written, f"tasks.{file_format.suffix}") == tasks


def test_a_todo_txt_has_what_its_format_knows() -> None:
    text = (
        "x 2026-11-29 2026-11-01 buy milk +Home @shop due:2026-12-01 t:2026-11-28 est:90m rec:+2w pri:A\n"
        "(C) 2026-11-02 call mum id:1\n"
        "2026-11-02 ask about the cake p:1\n"
    )
    assert FORMATS["todo.txt"].write(tasks_of(text, "todo.txt")).decode() == text


@pytest.mark.parametrize(
    ("estimate", "minutes"), [("45", 45), ("2h", 120), ("1h30m", 90), ("0m", None), ("soon", None)]
)
def test_estimates_of_a_todo_txt(estimate: str, minutes: int | None) -> None:
    [task] = tasks_of(f"call mum est:{estimate}\n", "todo.txt")
    assert (task.title, task.estimate) == ("call mum", minutes)


def test_todoist_reads_what_it_knows_of_open_tasks() -> None:
    nine = datetime(2026, 12, 7, 9, tzinfo=BERLIN)
    trip = FileTask(
        title="Plan the trip",
        notes="By train",
        priority="high",
        due=nine,
        estimate=90,
        tags=("travel",),
        key="1",
    )
    weekly = FileTask(
        title="Water plants", due=nine, repeat="FREQ=WEEKLY;BYDAY=MO", list="House/Garden", key="2"
    )
    daily = FileTask(title="=1", due=nine.date(), repeat="FREQ=DAILY", list="house-garden", key="3")
    hotel = FileTask(title="Hotel", due=nine.date(), list="House/Garden", parent="1", key="4")
    done = FileTask(title="Done", completed=nine, key="5")
    content = FORMATS["todoist"].write([trip, weekly, daily, hotel, done])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["Inbox.csv", "House-Garden.csv", "house-garden 2.csv"]
        assert (
            "every Monday at 09:00 starting 2026-12-07,en,Europe/Berlin"
            in archive.read("House-Garden.csv").decode()
        )
    expected = [
        replace(trip, key="1"),
        replace(hotel, list="", key="2"),
        replace(weekly, list="House-Garden"),
        replace(daily, list="house-garden 2"),
    ]
    found = tasks_of(content, "todoist.zip")
    assert [replace(one, key="", parent="") for one in found] == [
        replace(one, key="", parent="") for one in expected
    ]
    assert found[1].parent == found[0].key


def test_a_spreadsheet_executes_no_title() -> None:
    titles = ["=HYPERLINK('http://evil.example')", "+1", "-1", "@x", "'=1", "\tx"]
    written = FORMATS["csv"].write(FileTask(title=title) for title in titles).decode()
    cells = [line.split(",")[1].strip('"') for line in written.splitlines()[1:]]
    assert all(cell.startswith("'") for cell in cells)


@pytest.mark.parametrize(
    ("kind", "trigger"), [("event", "TRIGGER:-PT10M"), ("todo", "TRIGGER;RELATED=END:-PT10M")]
)
def test_reminders_come_before_an_event_begins_and_before_a_todo_is_due(kind: Kind, trigger: str) -> None:
    task = FileTask(title="call mum", due=datetime(2026, 12, 1, 9, tzinfo=BERLIN), reminders=(10,), key="1")
    assert trigger in write_calendar([task], name="Tasks", kind=kind)
