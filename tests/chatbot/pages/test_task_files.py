"""Files are imported and exported on pages, without a script."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.domain.exchange.imports import add_some, read_import
from chatbot.domain.operations.heartbeats import Heartbeat
from chatbot.domain.tasks.commands import add_task
from chatbot.domain.tasks.lists import add_list
from chatbot.models import JobProcess, Task, TaskImport, User
from tests.factories import TaskFactory
from tests.markup import parse

FILES = reverse("task-files")
TABLE = "title,due,repeat,notes\nwater plants,2030-01-07,every Monday,\nold,when it rains,,x\n,2030-01-01,,\n"


def upload(client: Client, text: str | bytes, name: str = "my tasks.csv") -> str:
    """Send a file; returns the address of its import."""
    content = text if isinstance(text, bytes) else text.encode()
    response = client.post(FILES, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 303, parse(response).text
    return str(response["Location"])


def test_a_file_is_shown_before_it_is_imported_and_undone_after(alice: User, alices: Client) -> None:
    address = upload(alices, TABLE)
    preview = parse(alices.get(address)).text
    for words in (
        "The file has 2 tasks.",
        "water plants",
        "Mon 7 Jan 2030 · every Monday",
        "when it rains This is no date. The words are kept in the notes.",
        "It has no title, and is left out.",
    ):
        assert words in preview
    assert not Task.objects.exists()
    started = alices.post(f"{address}start/")
    assert (started.status_code, started["Location"]) == (303, address)
    assert "0 of 2" in parse(alices.get(address)).text
    found = TaskImport.objects.get()
    add_some(found.pk)
    assert "2 tasks were added." in parse(alices.get(address)).text
    assert alices.post(f"{address}undo/")["Location"] == address
    assert not Task.objects.of(alice).exists()
    assert "This import was undone." in parse(alices.get(address)).text
    again = alices.post(f"{address}undo/")
    assert again.status_code == 409
    assert "This import cannot be undone now." in parse(again).text
    assert "my tasks.csv" in parse(alices.get(FILES)).text


def test_tasks_that_are_there_already_are_counted(alice: User, alices: Client) -> None:
    TaskFactory.create(owner=alice, title="old")
    address = upload(alices, "title\nold\nnew\n")
    assert "1 of them is in your list already." in parse(alices.get(address)).text
    alices.post(f"{address}start/")
    add_some(TaskImport.objects.get().pk)
    assert "1 task was added. 1 was in your list already." in parse(alices.get(address)).text


def test_a_file_that_cannot_be_read_says_why(alices: Client) -> None:
    for content, name, sentence in (
        (b"\x89PNG\0", "photo.png", "This is no text file."),
        (b"x,y\n1,2", "x.csv", "names no column with titles"),
        (b"", "x.csv", "The submitted file is empty."),
    ):
        response = alices.post(FILES, {"file": SimpleUploadedFile(name, content)})
        assert response.status_code == 400
        assert sentence in parse(response).text
    assert alices.post(FILES, {}).status_code == 400
    assert not TaskImport.objects.exists()


def test_an_import_is_discarded(alices: Client) -> None:
    address = upload(alices, "title\na\n")
    assert alices.post(f"{address}discard/")["Location"] == FILES
    assert alices.get(address).status_code == 404


def test_imports_of_others_are_not_found(alice: User, charlie: User, client: Client) -> None:
    found = read_import(alice, "x.csv", b"title\na\n")
    client.force_login(charlie)
    address = reverse("task-import", args=[found.pk])
    assert client.get(address).status_code == 404
    for command in ("start", "undo", "discard"):
        assert client.post(f"{address}{command}/").status_code == 404


@pytest.mark.parametrize("suffix", ["csv", "json", "ics"])
def test_an_export_is_imported_as_it_was(suffix: str, alice: User, alices: Client, charlie: User) -> None:
    TaskFactory.create(owner=charlie, title="of somebody else")
    upload_of_all = upload(
        alices,
        "title,due,repeat,tags,priority,notes,completed\na,2030-01-07,every Monday,x,high,n,\nb,,,,,,yes\n",
    )
    alices.post(f"{upload_of_all}start/")
    add_some(TaskImport.objects.get().pk)
    response = alices.get(reverse("tasks-export", args=[suffix]))
    name = f"tasks-{timezone.localdate(timezone=alice.tz)}.{suffix}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    again = read_import(alice, name, response.content)
    assert (again.total, again.known, again.problems) == (2, 2, [])


def test_the_address_for_mails_is_made_and_replaced(alices: Client, settings: Settings) -> None:
    assert "Mail" not in parse(alices.get(FILES)).texts("h2")
    settings.INCOMING_MAIL_DOMAIN = "tasks.example"
    addresses = []
    for _ in range(2):
        assert alices.post(reverse("mail-address-renew"))["Location"] == f"{FILES}#mail"
        addresses.append(parse(alices.get(FILES)).one("#mail a").text)
    assert all(address.endswith("@tasks.example") for address in addresses)
    assert addresses[0] != addresses[1]


def test_todoist_gets_a_file_of_each_list(alice: User, alices: Client) -> None:
    add_task(alice, title="Milk", list=add_list(alice, name="Work"))
    page = alices.get(reverse("task-files"))
    assert reverse("tasks-export", args=["todoist.zip"]) in page.text
    response = alices.get(reverse("tasks-export", args=["todoist.zip"]))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].endswith('.todoist.zip"')
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.namelist() == ["Work.csv"]


def test_there_is_no_export_of_another_kind(alices: Client) -> None:
    assert alices.get(reverse("tasks-export", args=["exe"])).status_code == 404


def test_an_import_that_no_process_continues_says_so(alice: User, alices: Client) -> None:
    late = timezone.now() - timedelta(minutes=1)
    found = TaskImport.objects.create(
        owner=alice,
        file_name="a.txt",
        status="running",
        tasks=[],
        problems=[],
        total=2,
        known=0,
        updated_at=late,
    )
    page, over_rest = reverse("task-import", args=[found.pk]), reverse("api-import", args=[found.pk])
    assert "No worker is running." in parse(alices.get(page)).text
    assert alices.get(over_rest).json()["is_without_worker"] is True
    Heartbeat(JobProcess.Kind.WORKER).beat()
    assert "No worker is running." not in parse(alices.get(page)).text
    assert alices.get(over_rest).json()["is_without_worker"] is False
