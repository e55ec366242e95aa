"""The focus after a form is sent without a script, or before the page's script is ready."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.decisions import approve_plan
from chatbot.domain.runs import endings
from chatbot.domain.tasks.commands import add_task, complete_task, delete_task
from chatbot.models import User
from chatbot.pages.blank import NIL
from tests.chatbot.domain.plans.team import Team
from tests.chatbot.pages.plan_scenes import ask_question, make_task
from tests.chatbot.pages.scenes import ask, begin
from tests.chatbot.pages.test_decisions import propose, take_away
from tests.chatbot.pages.test_plan_edit import form, send
from tests.subtests import as_subtests

LEAVES = {reverse("sign-out")}  # for a page of another kind, where the focus starts at the top
FOCUSABLE = {"a", "button", "input", "select", "summary", "textarea"}


@dataclass
class Form:
    address: str
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def verb(self) -> str:
        return urldefrag(self.address).url.strip("/").rpartition("/")[2]

    @property
    def place(self) -> str:
        return unquote(urldefrag(self.address).fragment)


class Page(HTMLParser):
    """The elements of a page that can have the focus, and the data of its forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.focusable: list[str] = []
        self.focused: list[str] = []  # the element with `autofocus`
        self.forms: list[Form] = []
        self._fields: dict[str, dict[str, str]] = {}  # of forms with buttons outside of the form
        self._form = ""  # the id of the last one
        self._is_template = self._is_sent = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._is_template |= tag == "template"
        if self._is_template:
            return
        if given.get("type") != "hidden" and (tag in FOCUSABLE or "tabindex" in given):
            self.focusable.append(given.get("id", ""))
        if "autofocus" in given and "id" in given:  # dialogs have it too, for when they open
            self.focused.append(given["id"])
        if tag == "form":
            self._is_sent = given.get("method") == "post" and given.get("action") not in LEAVES
            self._is_sent &= "hidden" not in given and str(NIL) not in given.get("action", "")
            self._form = given.get("id", "")
            fields = self._fields[self._form] = {}
            address = given.get("action")
        else:
            fields = self._fields.get(given.get("form", self._form), {})
            address = given.get("formaction")
        if address is not None and (self._is_sent or "form" in given):
            self.forms.append(Form(address, fields if tag == "form" else dict(fields)))
            fields = self.forms[-1].fields
        if given.get("name"):
            fields.setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._is_template = False


def page_at(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response.text)


def assert_focus_is_kept(client: Client, address: str, verbs: set[str]) -> None:
    """Each form of the page, including these, leads to an element of the resulting page."""
    forms = page_at(client, address).forms
    assert {form.verb for form in forms} == verbs | {"theme", "tasks"}
    for sent in forms:
        with transaction.atomic():
            answer = client.post(sent.address, sent.fields, follow=True)
            transaction.set_rollback(True)
        assert answer.status_code < 500
        assert Page(answer.text).focusable.count(sent.place) == 1, sent
        assert sent.place, sent


def test_forms_of_a_chat_keep_the_focus(alices: Client, alice: User) -> None:
    add_task(alice, title="Water the plants")
    complete_task(alice, add_task(alice, title="Call the dentist").pk)
    asked = propose(alice)
    address = reverse("conversation", args=[asked.run.conversation_id])

    verbs = {"messages", "pin", "tasks", "complete", "delete", "cancel", "approve", "decline"}
    assert_focus_is_kept(alices, address, verbs)


def test_forms_of_a_run_that_has_ended_keep_the_focus(alices: Client, alice: User) -> None:
    scene = begin(alice, "Delete them")
    for number in (1, 2):
        take_away(scene, add_task(alice, title=f"Task {number}"), f"call {number} ä")
    endings.succeed(scene.claim, "Done.")
    address = reverse("conversation", args=[scene.run.conversation_id])

    assert_focus_is_kept(alices, address, {"messages", "pin", "undo", "regenerate"})


def test_form_of_a_run_that_has_failed_keeps_the_focus(alices: Client, alice: User) -> None:
    run = begin(alice).fail()

    assert_focus_is_kept(
        alices, reverse("conversation", args=[run.conversation_id]), {"messages", "pin", "retry"}
    )


@pytest.mark.parametrize("count", [1, 3])
def test_forms_of_the_list_of_tasks_keep_the_focus(alices: Client, alice: User, count: int) -> None:
    for number in range(count):
        add_task(alice, title=f"Task {number}")

    assert_focus_is_kept(alices, reverse("tasks"), {"tasks", "complete", "delete", "selected"})


def test_forms_of_the_trash_and_the_history_keep_the_focus(alices: Client, alice: User) -> None:
    for title in ("Milk", "Rye"):
        delete_task(alice, add_task(alice, title=title).pk)

    assert_focus_is_kept(alices, reverse("task-trash"), {"restore"})
    assert_focus_is_kept(alices, reverse("task-history"), {"undo"})


def test_deleting_and_renaming_redirect_to_the_list(alices: Client, alice: User) -> None:
    task, gone, run = add_task(alice, title="Milk"), add_task(alice, title="Rye"), ask(alice)
    delete_task(alice, gone.pk)
    for address in (
        reverse("task", args=[task.number]),
        reverse("task-delete-for-good", args=[gone.number]),
        reverse("task-trash-empty"),
        reverse("conversation-rename", args=[run.conversation_id]),
        reverse("conversation-delete", args=[run.conversation_id]),
    ):
        (own,) = [form for form in page_at(alices, address).forms if not form.address.startswith("/")]
        own.fields["title"] = "Another"
        own.fields.pop("completed", None)
        with transaction.atomic():
            answer = alices.post(address, own.fields, follow=True)
            transaction.set_rollback(True)
        assert Page(answer.text).focusable.count(own.place) == 1, address


def test_forms_of_a_plan_keep_the_focus(alices: Client, alice: User) -> None:
    team = Team(alice)
    team.propose()
    address = reverse("plan", args=[team.plan.pk])
    assert_focus_is_kept(alices, address, {"approve", "reject", "template"})

    approve_plan(alice, team.plan.pk, by=alice)
    advance_plan(team.plan.pk)
    claim = team.begin()
    make_task(claim, "Book the venue")
    ask_question(claim, options=["Lisbon"])
    assert_focus_is_kept(
        alices, address, {"pause", "cancel", "approve", "decline", "skip", "template", "complete"}
    )


@as_subtests(
    ("action", "order", "place"),
    [
        ("up:3", "132", "up-3"),
        ("up:2", "213", "title-2"),
        ("up:1", "123", "title-1"),
        ("down:1", "213", "down-1"),
        ("down:2", "132", "title-2"),
        ("remove:1", "23", "title-2"),
        ("remove:3", "12", "title-2"),
        ("add:", "1234", "title-4"),
        ("up:9", "123", ""),
    ],
)
def test_step_of_a_plan_that_was_moved_keeps_the_focus(
    alices: Client, alice: User, action: str, order: str, place: str
) -> None:
    team = Team(alice)
    team.propose()

    page = Page(send(alices, team, form(do=action)).content.decode())

    assert [element[6:] for element in page.focusable if element.startswith("title-")] == list(order)
    assert page.focused == ([place] if place else [])


@pytest.mark.parametrize(
    ("changes", "place"), [({"title": ""}, "title"), ({"title_2": ""}, "title-2"), ({"step": []}, "add-step")]
)
def test_invalid_field_has_the_focus(
    alices: Client, alice: User, changes: dict[str, object], place: str
) -> None:
    team = Team(alice)
    team.propose()

    page = Page(send(alices, team, form(**changes)).content.decode())

    assert page.focused == [place]
