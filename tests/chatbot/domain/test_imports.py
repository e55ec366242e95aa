"""Files are read, shown, and imported in batches, each task once; an import is undone as a whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.exchange import imports
from chatbot.domain.exchange.export import export_tasks
from chatbot.domain.exchange.imports import add_some, read_import, start_import, undo_import
from chatbot.domain.tasks import commands as tasks
from chatbot.domain.tasks import lists
from chatbot.exchange import FORMATS, FileTask
from chatbot.models import Task, TaskImport, TaskList, User
from tests.chatbot.domain.published import published, types
from tests.subtests import as_subtests

BERLIN = ZoneInfo("Europe/Berlin")


def file_of(*titles: str) -> bytes:
    return "\n".join(["title", *titles]).encode()


def imported(owner: User, content: bytes, **how: Any) -> TaskImport:
    found = read_import(owner, "tasks.csv", content)
    start_import(owner, found.pk, **how)
    while add_some(found.pk):
        pass
    found.refresh_from_db()
    return found


def test_all_fields_arrive(alice: User) -> None:
    due = datetime(2030, 3, 1, 9, tzinfo=BERLIN)
    task = FileTask(
        title="Call mum",
        notes="landline",
        priority="high",
        due=due,
        repeat="FREQ=WEEKLY;BYDAY=FR",
        reminders=(10,),
        tags=("family", "phone"),
        created=datetime(2020, 1, 1, tzinfo=UTC),
    )
    done = FileTask(title="Old", completed=datetime(2021, 1, 1, tzinfo=UTC))
    found = imported(alice, FORMATS["json"].write([task, done]))
    assert (found.status, found.done, found.added, found.tasks) == ("completed", 2, 2, [])
    call, old = Task.objects.of(alice).order_by("number")
    assert (call.title, call.description, call.priority, call.due_at) == ("Call mum", "landline", "high", due)
    assert (call.repeat, call.series_start, call.reminders) == ("FREQ=WEEKLY;BYDAY=FR", due, [10])
    assert (call.tag_names, call.created_at) == (["family", "phone"], task.created)
    assert call.remind_at == due - timedelta(minutes=10)
    assert (old.number, old.completed_at) == (2, done.completed)
    assert types(alice) == ["import_progress", "tasks_created", "import_progress"]
    assert [data["count"] for kind, data in published(alice) if kind == "import_progress"] == [0, 2]


def test_lists_are_added_with_their_tasks(alice: User) -> None:
    old = lists.add_list(alice, name="Work")
    lists.update_list(alice, old.pk, is_archived=True)
    imported(alice, b"title,list\na,Work\nb,Household\nc,household\nd,Inbox\ne,\n")
    names = [task.list.name if task.list else "" for task in Task.objects.order_by("number")]
    assert names == ["Work", "Household", "Household", "", ""]
    assert not TaskList.objects.filter(is_archived=True).exists()
    again = read_import(alice, "tasks.csv", export_tasks(alice, FORMATS["csv"]))
    assert [task.get("list", "") for task in again.tasks] == names


def families(owner: User) -> dict[str, str]:
    """The titles of the tasks, each with that of its parent."""
    found = Task.objects.of(owner).select_related("parent")
    return {task.title: task.parent.title if task.parent else "" for task in found}


@as_subtests(
    ("rows", "expected"),
    [
        ("2,1,Hotel\n1,,Trip\n3,9,Food\n", {"Trip": "", "Hotel": "Trip", "Food": ""}),
        ("1,,Trip\n2,1,Hotel\n3,2,Room\n", {"Trip": "", "Hotel": "Trip", "Room": "Trip"}),
        ("1,2,Trip\n2,1,Hotel\n3,3,Food\n", {"Trip": "", "Hotel": "", "Food": ""}),  # in a circle
        ("1,,Trip\n1,,Hotel\n2,1,Room\n", {"Trip": "", "Hotel": "", "Room": "Trip"}),
        ("1,,Trip\n2,Trip,Hotel\n", {"Trip": "", "Hotel": "Trip"}),
    ],
)
def test_subtasks_belong_to_the_task_that_they_name(
    rows: str, expected: dict[str, str], alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "_BATCH", 1)
    Task.objects.all().delete()
    imported(alice, f"id,parent,title\n{rows}".encode())
    assert families(alice) == expected


def test_subtasks_are_added_below_tasks_that_were_there_and_undone_with_theirs(alice: User) -> None:
    imported(alice, b"id,parent,title\n1,,Trip\n2,1,Hotel\n")
    found = imported(alice, b"id,parent,title\n7,,Trip\n8,7,Food\n9,,Plants\n10,9,Inside\n11,9,Outside\n")
    plants = {"Plants": "", "Inside": "Plants", "Outside": "Plants"}
    assert families(alice) == {"Trip": "", "Hotel": "Trip", "Food": "Trip", **plants}
    tasks.complete_task(alice, Task.objects.get(title="Inside").pk)
    imports.undo_import(alice, found.pk)
    assert families(alice) == {"Trip": "", "Hotel": "Trip", "Plants": "", "Inside": "Plants"}


def test_nothing_is_added_before_it_is_started(alice: User) -> None:
    found = read_import(alice, "tasks.csv", file_of("a", "b"))
    assert (found.status, found.total, add_some(found.pk)) == ("read", 2, False)
    again = read_import(alice, "tasks.csv", file_of("c"))
    assert list(TaskImport.objects.all()) == [again]
    assert not Task.objects.exists()


def test_tasks_that_are_there_already_are_left_out_unless_asked_for(alice: User) -> None:
    content = file_of("a", "a", "b")
    assert imported(alice, content).added == 3
    again = imported(alice, content + b"\nc")
    assert (again.known, again.added) == (3, 1)
    assert imported(alice, content, adds_known=True).added == 3


def test_batches_go_on_where_the_last_one_ended(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_BATCH", 2)
    found = read_import(alice, "tasks.csv", file_of("a", "a", "b", "b", "c"))
    start_import(alice, found.pk)
    start_import(alice, found.pk)  # asked for twice
    assert [add_some(found.pk) for _ in range(5)] == [True, True, False, False, False]
    assert "".join(task.title for task in Task.objects.order_by("number")) == "aabbc"


def test_an_import_whose_job_was_lost_is_found(alice: User) -> None:
    found = read_import(alice, "tasks.csv", file_of("a"))
    start_import(alice, found.pk)
    assert not imports.stalled_imports()
    TaskImport.objects.update(updated_at=timezone.now() - timedelta(minutes=1))
    assert list(imports.stalled_imports()) == [found.pk]


def test_undo_deletes_what_nobody_has_changed_since(alice: User) -> None:
    mine = tasks.add_task(alice, title="mine")
    found = imported(alice, file_of("a", "b", "c"))
    _, a, b, c = Task.objects.order_by("number")
    tasks.complete_task(alice, b.pk)
    tasks.delete_task(alice, c.pk)
    assert undo_import(alice, found.pk) == 1
    assert list(Task.objects.order_by("number")) == [mine, b]
    assert types(alice)[-2:] == ["task_deleted", "import_progress"]
    with pytest.raises(Conflict):
        undo_import(alice, found.pk)
    with pytest.raises(Conflict):
        start_import(alice, found.pk)
    assert a.title == "a"


def test_what_does_not_fit_is_kept_as_far_as_it_can_be(alice: User) -> None:
    far = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)
    long = FileTask(
        title="x" * 300,
        notes="y" * 3_000,
        due=far,
        repeat="FREQ=DAILY",
        tags=("#", "z" * 51, *map(str, range(30))),
        reminders=(10**9, 1, 2, 3, 4, 5, 6),
    )
    over = FileTask(title="over", due=datetime(2020, 1, 1, tzinfo=UTC), repeat="FREQ=DAILY;COUNT=2")
    content = FORMATS["json"].write([long, over])
    assert imported(alice, content).added == 2
    stored, ended = Task.objects.order_by("number")
    assert (len(stored.title), len(stored.description), stored.due_at) == (255, 2_000, None)
    assert stored.description.startswith("x" * 300)
    assert (len(stored.tag_names), stored.reminders, stored.repeat) == (20, [1, 2, 3, 4, 5], "")
    assert ended.repeat == "FREQ=DAILY;COUNT=2"


def test_characters_that_no_database_stores_are_replaced(alice: User) -> None:
    imported(alice, rb'[{"title": "a\u0000b\ud800"}]')
    assert Task.objects.get().title == "a\ufffdb\ufffd"


def test_a_file_that_cannot_be_read_says_why(alice: User) -> None:
    with pytest.raises(Invalid, match="names no column") as raised:
        read_import(alice, "x.csv", b"1,2\n3,4\n")
    assert raised.value.field == "file"


def test_imports_of_others_do_not_exist(alice: User, bob: User) -> None:
    found = read_import(alice, "tasks.csv", file_of("a"))
    for command in (start_import, undo_import, imports.get_import, imports.discard_import):
        with pytest.raises(NotFound):
            command(bob, found.pk)  # type: ignore[operator]


def test_a_batch_takes_the_same_queries_for_any_number(
    alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [f"{number},2030-01-0{number % 9 + 1},10" for number in range(200)]
    found = read_import(alice, "tasks.csv", "\n".join(["title,due,reminders", *rows]).encode())
    start_import(alice, found.pk)
    with django_assert_max_num_queries(12):
        add_some(found.pk)
    assert Task.objects.exclude(remind_at=None).count() == 200
