"""Files as other programs write them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest

from chatbot.exchange import FileTask, Reason, UnreadableFile
from tests.subtests import as_subtests

from .reading import BERLIN, NOW, read, tasks_of

TODOIST = """\
TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT,DEADLINE,DEADLINE_LANG
task,Plan the trip @travel,By train,1,1,Alice (1),,2026-12-05,en,Europe/Berlin,,,,
task,Book a hotel,,4,2,Alice (1),,every Monday at 9,en,Europe/Berlin,30,minute,,
note,Near the station,,,,Alice (1),,,,,,,,
,,,,,,,,,,,,,
section,Later,,,,,,,,,,,,
task,Pack,,2,1,Alice (1),,jeden Freitag,de,Europe/Berlin,,,,
task,Chargers,,4,3,Alice (1),,,,,,,,
"""


def test_a_project_of_todoist() -> None:
    tasks, problems = read(TODOIST, "Holiday [2203306141].csv")
    assert tasks == [
        FileTask(
            title="Plan the trip",
            notes="By train",
            priority="high",
            due=date(2026, 12, 5),
            tags=("travel",),
            list="Holiday",
            key="1",
        ),
        FileTask(
            title="Book a hotel",
            notes="Near the station",
            due=datetime(2026, 12, 7, 9, tzinfo=BERLIN),
            estimate=30,
            repeat="FREQ=WEEKLY;BYDAY=MO",
            list="Holiday",
            key="2",
            parent="1",
        ),
        FileTask(
            title="Pack",
            priority="high",
            due=date(2026, 12, 4),
            repeat="FREQ=WEEKLY;BYDAY=FR",
            list="Holiday",
            key="6",
        ),
        FileTask(title="Chargers", list="Holiday", key="7", parent="6"),
    ]
    assert [(one.reason, one.words) for one in problems] == [(Reason.SECTION, "Later")]


def test_a_backup_of_todoist_has_a_file_for_each_project() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("Inbox [1].csv", "TYPE,CONTENT,INDENT\ntask,a,1\ntask,b,2\n")
        archive.writestr("Work [2].csv", "TYPE,CONTENT,INDENT\ntask,c,1\ntask,d,2\n")
        archive.writestr("read me.html", "no tasks")
    tasks = tasks_of(content.getvalue(), "backup.zip")
    assert [(task.title, task.list) for task in tasks] == [("a", ""), ("b", ""), ("c", "Work"), ("d", "Work")]
    assert tasks[1].parent == tasks[0].key != tasks[2].key == tasks[3].parent


def test_google_tasks() -> None:
    document = {
        "kind": "tasks#taskLists",
        "items": [
            {
                "kind": "tasks#tasks",
                "id": "L1",
                "title": "My Tasks",
                "items": [
                    {
                        "kind": "tasks#task",
                        "id": "T1",
                        "title": "Pay rent",
                        "notes": "IBAN in the mail",
                        "status": "needsAction",
                        "due": "2026-12-01T00:00:00Z",
                        "created": "2026-11-01T08:00:00Z",
                    },
                    {
                        "id": "T2",
                        "parent": "T1",
                        "title": "Find it",
                        "status": "completed",
                        "completed": "2026-11-02T08:00:00.000Z",
                    },
                    {"id": "T3", "title": "", "status": "needsAction"},
                ],
            }
        ],
    }
    tasks, problems = read(json.dumps(document), "Tasks.json")
    assert tasks == [
        FileTask(
            title="Pay rent",
            notes="IBAN in the mail",
            due=date(2026, 12, 1),
            list="My Tasks",
            key="T1",
            created=datetime(2026, 11, 1, 8, tzinfo=UTC),
        ),
        FileTask(
            title="Find it",
            list="My Tasks",
            key="T2",
            parent="T1",
            completed=datetime(2026, 11, 2, 8, tzinfo=UTC),
        ),
    ]
    assert [one.reason for one in problems] == [Reason.NO_TITLE]


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Nextcloud//Tasks//EN
X-WR-CALNAME:Home
BEGIN:VTODO
UID:1
SUMMARY:Water the plants\\, all of them
PRIORITY:9
DUE;TZID=America/New_York:20261201T090000
RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5
EXDATE;TZID=America/New_York:20261208T090000
CATEGORIES:garden,home
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER;RELATED=END:-PT1H
END:VALARM
END:VTODO
BEGIN:VTODO
UID:2
SUMMARY:Buy soil
DUE;VALUE=DATE:20261202
RELATED-TO:1
STATUS:COMPLETED
COMPLETED:20261129T120000Z
END:VTODO
BEGIN:VEVENT
UID:3
SUMMARY:Dentist
DTSTART:20261203T080000Z
DTEND:20261203T090000Z
END:VEVENT
BEGIN:VTODO
UID:4
SUMMARY:Broken date
DUE:soon
END:VTODO
END:VCALENDAR
"""


def test_todos_and_events_of_a_calendar() -> None:
    tasks, problems = read(CALENDAR, "home.ics")
    assert tasks == [
        FileTask(
            title="Water the plants, all of them",
            priority="low",
            due=datetime(2026, 12, 1, 15, tzinfo=BERLIN),
            repeat="FREQ=WEEKLY;BYDAY=TU;COUNT=5\nEXDATE:20261208",
            reminders=(60,),
            tags=("garden", "home"),
            list="Home",
            key="1",
        ),
        FileTask(
            title="Buy soil",
            due=date(2026, 12, 2),
            list="Home",
            key="2",
            parent="1",
            completed=datetime(2026, 11, 29, 12, tzinfo=UTC),
        ),
        FileTask(title="Dentist", due=datetime(2026, 12, 3, 9, tzinfo=BERLIN), list="Home", key="3"),
    ]
    assert [(one.reason, one.words) for one in problems] == [
        (Reason.EVENT, "Dentist"),
        (Reason.BROKEN, "Broken date"),
    ]


def test_todo_txt() -> None:
    text = "(A) 2026-11-20 Call Mum +Family @phone due:2026-12-01 rec:1w\nx 2026-11-29 Thank her http://a.example/x:y\n\n"
    assert tasks_of(text, "todo.txt") == [
        FileTask(
            title="Call Mum",
            priority="high",
            due=date(2026, 12, 1),
            repeat="FREQ=WEEKLY",
            repeat_from="completion",
            tags=("phone",),
            list="Family",
            created=datetime(2026, 11, 20, tzinfo=BERLIN),
        ),
        FileTask(title="Thank her http://a.example/x:y", completed=datetime(2026, 11, 29, tzinfo=BERLIN)),
    ]


@as_subtests(
    ("written", "due"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("20261201", date(2026, 12, 1)),
        ("2026-12-01 14:30", datetime(2026, 12, 1, 14, 30, tzinfo=BERLIN)),
        ("2026-12-01T14:30:00Z", datetime(2026, 12, 1, 14, 30, tzinfo=UTC)),
        ("2026-12-01T22:59:00Z", datetime(2026, 12, 1, 23, 59, tzinfo=BERLIN)),
        ("1 Dec 2026", date(2026, 12, 1)),
        ("tomorrow at 9", datetime(2026, 12, 1, 9, tzinfo=BERLIN)),
        ("3 March 2019", date(2019, 3, 3)),
        ("31.12.2020", date(2020, 12, 31)),
    ],
)
def test_dates_of_tables(written: str, due: date) -> None:
    assert tasks_of(f"title;due date\ncall;{written}\n", "x.csv") == [FileTask(title="call", due=due)]


@as_subtests(
    ("header", "row", "task"),
    [
        ("Task Name\tNotes\tStatus", "a\tb\tDone", FileTask(title="a", notes="b", completed=NOW)),
        ("Name,Labels,Folder", '"a, b","#x, y",Work', FileTask(title="a, b", tags=("x", "y"), list="Work")),
        (
            "Aufgabe;Fällig am;Priorität",
            "a;2026-12-01;hoch",
            FileTask(title="a", due=date(2026, 12, 1), priority="high"),
        ),
        (
            "title,repeat,due",
            "a,every Monday,2026-12-07",
            FileTask(title="a", repeat="FREQ=WEEKLY;BYDAY=MO", due=date(2026, 12, 7)),
        ),
        ("title,due", "a,every day", FileTask(title="a", repeat="FREQ=DAILY", due=date(2026, 11, 30))),
        (
            "title,completed",
            "a,2026-11-01",
            FileTask(title="a", completed=datetime(2026, 11, 1, 23, 59, tzinfo=BERLIN)),
        ),
        ("title,completed", "a,open", FileTask(title="a")),
    ],
)
def test_columns_of_tables(header: str, row: str, task: FileTask) -> None:
    assert tasks_of(f"{header}\n{row}\n", "x.csv") == [task]


def test_tables_of_spreadsheets_in_their_encodings() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert tasks_of("title\nBüro räumen\n".encode(encoding), "x.csv") == [FileTask(title="Büro räumen")]


def test_words_that_are_no_date_are_kept_in_the_notes() -> None:
    tasks, problems = read("title,due,repeat\na,when it rains,\nb,,now and then\n,2026-01-01,\n", "x.csv")
    assert tasks == [FileTask(title="a", notes="when it rains"), FileTask(title="b", notes="now and then")]
    assert [(one.entry, one.reason) for one in problems] == [
        (1, Reason.DATE),
        (2, Reason.REPETITION),
        (3, Reason.NO_TITLE),
    ]


@as_subtests(
    ("content", "name", "sentence"),
    [
        (b"", "x.csv", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0", "x.csv", "This is no text file."),
        (b"a,b\n1,2\n", "x.csv", "The first line of the file names no column with titles."),
        (b"{", "x.json", "This is no JSON"),
        (b"[" * 100_000, "x.json", "This is no JSON"),
        (b'{"items": []}', "x.json", "The document has no list of tasks."),
        (b"BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VCALENDAR", "x.ics", "No task was found in the file."),
        (b"PK\x03\x04" + b"x" * 50, "x.zip", "The archive cannot be read"),
        (b"title\n" + b"x\n" * 10_001, "x.csv", "The file has more than 10,000 tasks."),
        (b"x" * 10_000_001, "x.txt", "The file has more than 10 MB."),
        (b'title,due\n"' + b"x" * 200_000 + b'",\n', "x.csv", "The table is broken after row 0"),
    ],
)
def test_files_that_cannot_be_read_say_why(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=f"^{sentence}"):
        read(content, name)


def test_archives_that_unpack_to_too_much_are_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 10_000_001)
    with pytest.raises(UnreadableFile, match="10 MB"):
        read(content.getvalue(), "x.zip")


def test_entries_that_are_no_tasks_are_left_out() -> None:
    tasks, problems = read(
        '[1, {"title": "a", "tags": 7, "due": {}, "reminders": ["x", 5]}, {"title": null}]', "x.json"
    )
    assert tasks == [FileTask(title="a", reminders=(5,))]
    assert [one.reason for one in problems] == [Reason.BROKEN, Reason.NO_TITLE]
