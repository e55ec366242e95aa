from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Conversation, Message, Run, SocketTicket, Task, User
from streaming.models import Event, Stream
from tests.chatbot.admin.desk import Desk
from tests.chatbot.pages.scenes import begin
from tests.factories import UserFactory
from tests.markup import parse

READ_ONLY: list[type[Model]] = [Conversation, Message, Run, Stream, Event]
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


@pytest.fixture
def lived_in(alice: User) -> None:
    """A site with data of every kind."""
    tasks.add_task(alice, title="Milk", tags=["home"])
    begin(alice).succeed()


def test_front_page_is_the_products(desk: Desk) -> None:
    page = parse(desk.client.get("/admin/"))

    assert page.one("title").text == "Overview · Lockstep admin"
    assert "View site" in page.texts('a[href="/"]')
    assert page.one('link[rel=stylesheet][href*="admin_lockstep/admin"]')


def test_tickets_are_nobodys_business() -> None:
    assert not admin.site.is_registered(SocketTicket)


@pytest.mark.parametrize("path", ["", "chatbot/task/", "chatbot/user/", "chatbot/run/", "streaming/event/"])
def test_admin_is_for_staff(alice: User, path: str) -> None:
    client = Client()
    url = f"/admin/{path}"
    assert client.get(url).headers["location"] == f"/admin/login/?next={url}"

    client.force_login(alice)
    assert client.get(url).headers["location"] == f"/admin/login/?next={url}"


def test_staff_without_permissions_see_nothing(lived_in: None) -> None:
    desk = Desk(UserFactory.create(is_staff=True))
    assert desk.client.get("/admin/").status_code == 200
    for model in (*READ_ONLY, Task, User):
        assert desk.client.get(desk.url(model, "changelist")).status_code == 403


def test_staff_sign_in(ruth: User) -> None:
    from tests.factories import PASSWORD

    response = Client().post(
        "/admin/login/?next=/admin/chatbot/task/",
        {"username": "ruth", "password": PASSWORD, "next": "/admin/chatbot/task/"},
    )
    assert response.headers["location"] == "/admin/chatbot/task/"


@pytest.mark.parametrize("model", READ_ONLY)
def test_what_the_product_writes_is_read_only(desk: Desk, lived_in: None, model: type[Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    page = desk.url(model, "change", row.pk)

    assert desk.client.get(page).status_code == 200
    assert desk.client.post(page, {"title": "x", "_save": "Save"}).status_code == 403
    assert desk.client.get(desk.url(model, "add")).status_code == 403
    if model is not Conversation:
        assert desk.client.post(desk.url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"}
    desk.client.post(desk.url(model, "changelist"), bulk)
    assert model._default_manager.filter(pk=row.pk).exists()


def test_pages_have_nothing_inline(desk: Desk, lived_in: None) -> None:
    """The policy allows no inline script or style, so browsers would ignore them."""
    for model in apps.get_models():
        if not admin.site.is_registered(model):
            continue
        pages = [desk.url(model, "changelist")]
        if (row := model._default_manager.first()) is not None:
            pages += [desk.url(model, "change", row.pk), desk.url(model, "history", row.pk)]
        for url in pages:
            response = desk.client.get(url)
            assert response.status_code == 200
            assert INLINE.findall(response.content.decode()) == []


@pytest.mark.parametrize("model", [Conversation, Message, Run, Task, User])
@pytest.mark.parametrize("key", ["not-an-id", "00000000-0000-0000-0000-000000000000", "1"])
def test_unknown_row_leads_back(desk: Desk, model: type[Model], key: str) -> None:
    response = desk.client.get(desk.url(model, "change", key))
    assert (response.status_code, response.headers["location"]) == (302, "/admin/")


@pytest.mark.parametrize(
    "query", ["due=x", "o=99.x", "p=-1", "p=x", "username=x&tag=%E2", "q=%22", "status__exact=x"]
)
@pytest.mark.parametrize("model", [Task, Run])
def test_odd_filters_are_no_error_of_the_server(desk: Desk, model: type[Model], query: str) -> None:
    assert desk.client.get(f"{desk.url(model, 'changelist')}?{query}").status_code in {200, 302}


@pytest.mark.parametrize("model", [*READ_ONLY, Task, User])
@pytest.mark.parametrize("name", ["q", "username", "tag", "id__exact"])
def test_nul_characters_are_refused(desk: Desk, model: type[Model], name: str) -> None:
    assert desk.client.get(f"{desk.url(model, 'changelist')}?{name}=a%00").status_code == 400


def test_owner_is_looked_up_while_typing(desk: Desk, alice: User) -> None:
    field = {"app_label": "chatbot", "model_name": "task", "field_name": "owner"}
    found = desk.client.get("/admin/autocomplete/", {**field, "term": "ali"}).json()["results"]

    assert found == [{"id": str(alice.pk), "text": "alice"}]
    assert desk.client.get("/admin/autocomplete/", {**field, "term": "\x00"}).status_code == 400
