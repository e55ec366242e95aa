"""Edit a message in its place, and read the branches that edits have replaced: without a script."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.tasks.commands import add_task, update_task
from chatbot.models import Run, Task, User
from tests.chatbot.domain.worked import work_for
from tests.chatbot.pages.scenes import Scene, begin
from tests.chatbot.pages.test_chat_page import visible
from tests.markup import Element, parse


def page_of(client: Client, run: Run) -> Element:
    return parse(client.get(reverse("conversation", args=[run.conversation_id])))


def form_of(client: Client, run: Run, turn: int = -1) -> Element:
    """The form that the pencil of a message opens."""
    pencil = page_of(client, run).all("[data-turn]")[turn].one("[data-role=user] [data-edit]")
    return parse(client.get(pencil["href"])).one("[data-edit-form]")


def send(client: Client, form: Element, **values: str) -> HttpResponse:
    return client.post(form["action"], form.form_values() | values)


def added(owner: User, *titles: str) -> Run:
    """A run that has added these tasks."""
    work = work_for(owner)
    for title in titles:
        work.call(lambda user, title=title: add_task(user, title=title))
    return work.end()


def test_a_message_is_edited_in_its_place_and_sent_again(alices: Client, alice: User) -> None:
    first = begin(alice, "One").succeed("First.")
    begin(alice, "Two", first.conversation).succeed("Second.")

    response = send(alices, form_of(alices, first, 0), message="One, but better")

    assert response.headers["Location"] == reverse("conversation", args=[first.conversation_id])
    page = visible(alices, first)
    assert page.texts("[data-role=user] [data-body]") == ["One, but better"]
    assert page.one("[data-versions]")["aria-label"] == "Version 2 of 2"


def test_the_form_asks_whether_to_undo_what_followed(alices: Client, alice: User) -> None:
    run = added(alice, "Milk", "Bread")
    form = form_of(alices, run)
    assert form.one("textarea").raw_text == "Tidy up"
    assert form.one("label").text == "Undo the 2 changes that followed"

    assert send(alices, form, message="Add tea").status_code == 303

    assert not Task.objects.exists()
    assert form_of(alices, run).all("label") == []


def test_without_its_tick_nothing_is_undone(alices: Client, alice: User) -> None:
    form = form_of(alices, added(alice, "Milk"))
    values = {name: value for name, value in form.form_values().items() if name != "undo"}

    assert alices.post(form["action"], values | {"message": "Add tea"}).status_code == 303

    assert Task.objects.get().title == "Milk"


def test_a_refused_edit_keeps_its_text_and_says_why(alices: Client, alice: User) -> None:
    run = added(alice, "Milk")
    form = form_of(alices, run)
    update_task(alice, Task.objects.get().pk, title="Oat milk")

    response = send(alices, form, message="Add tea")

    assert response.status_code == 409
    again = parse(response).one("[data-edit-form]")
    assert again.one("textarea").raw_text == "Add tea"
    assert again.one("[data-problem]").text.endswith("was changed since, so nothing was undone.")
    script = alices.post(form["action"], form.form_values(), headers={"HX-Request": "true"})
    assert (script.status_code, script.headers["Content-Type"]) == (409, "text/plain; charset=utf-8")


def test_earlier_branches_are_read_by_the_links_of_a_message(alices: Client, alice: User) -> None:
    first = begin(alice, "One").succeed("First.")
    begin(alice, "Two", first.conversation).succeed("Second.")
    send(alices, form_of(alices, first, 0), message="One again")
    cancel_run(alice, Run.objects.latest("created_at").pk)
    send(
        alices,
        form_of(alices, begin(alice, "Three", first.conversation).succeed(), -1),
        message="Three again",
    )
    Scene.of(Run.objects.latest("created_at")).succeed("Third.")

    latest = page_of(alices, first)
    versions = latest.all("[data-versions]")
    assert [version["aria-label"] for version in versions] == ["Version 2 of 2"] * 2

    earlier = parse(alices.get(versions[0].one("[data-version][href]")["href"]))
    assert earlier.texts("[data-turn] [data-body]") == ["One", "First.", "Two", "Second."]
    assert earlier.one("[data-versions]")["aria-label"] == "Version 1 of 2"
    assert not earlier.all("[data-edit], [data-regenerate], [data-retry]")
    assert earlier.one(".past").text.startswith("This is an earlier version of the chat")
    assert earlier.one(".past a")["href"] == reverse("conversation", args=[first.conversation_id])
    assert earlier.one("[data-version][href]")["href"].startswith(earlier.one(".past a")["href"] + "#turn-")
