from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db.models import Model
from django.test import Client

from chatbot.domain.tasks import commands as tasks
from chatbot.models import Conversation, Message, Run, SocketTicket, Task, User
from streaming.models import Event, Stream
from tests.chatbot.admin.admin_client import AdminClient
from tests.chatbot.pages.scenes import begin
from tests.factories import UserFactory
from tests.markup import parse
from tests.subtests import as_subtests

READ_ONLY: list[type[Model]] = [Conversation, Message, Run, Stream, Event]
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


@pytest.fixture
def populated(alice: User) -> None:
    """A site with data of every kind."""
    tasks.add_task(alice, title="Milk", tags=["home"])
    begin(alice).succeed()


def test_front_page_has_the_products_title_and_style(admin: AdminClient) -> None:
    page = parse(admin.client.get("/admin/"))

    assert page.one("title").text == "Overview · Lockstep admin"
    assert "View site" in page.texts('a[href="/"]')
    assert page.one('link[rel=stylesheet][href*="admin_lockstep/admin"]')


def test_tickets_are_not_in_the_admin() -> None:
    assert not site.is_registered(SocketTicket)


@pytest.mark.parametrize("path", ["", "chatbot/task/", "chatbot/user/", "chatbot/run/", "streaming/event/"])
def test_admin_is_for_staff(alice: User, path: str) -> None:
    client = Client()
    url = f"/admin/{path}"
    assert client.get(url).headers["location"] == f"/admin/login/?next={url}"

    client.force_login(alice)
    assert client.get(url).headers["location"] == f"/admin/login/?next={url}"


def test_staff_without_permissions_see_nothing(populated: None) -> None:
    admin = AdminClient(UserFactory.create(is_staff=True))
    assert admin.client.get("/admin/").status_code == 200
    for model in (*READ_ONLY, Task, User):
        assert admin.client.get(admin.url(model, "changelist")).status_code == 403


def test_staff_sign_in(ruth: User) -> None:
    from tests.factories import PASSWORD

    response = Client().post(
        "/admin/login/?next=/admin/chatbot/task/",
        {"username": "ruth", "password": PASSWORD, "next": "/admin/chatbot/task/"},
    )
    assert response.headers["location"] == "/admin/chatbot/task/"


@pytest.mark.parametrize("model", READ_ONLY)
def test_rows_that_the_product_writes_are_read_only(
    admin: AdminClient, populated: None, model: type[Model]
) -> None:
    row = model._default_manager.first()
    assert row is not None
    page = admin.url(model, "change", row.pk)

    assert admin.client.get(page).status_code == 200
    assert admin.client.post(page, {"title": "x", "_save": "Save"}).status_code == 403
    assert admin.client.get(admin.url(model, "add")).status_code == 403
    if model is not Conversation:
        assert admin.client.post(admin.url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"}
    admin.client.post(admin.url(model, "changelist"), bulk)
    assert model._default_manager.filter(pk=row.pk).exists()


def test_pages_have_nothing_inline(admin: AdminClient, populated: None) -> None:
    """The policy allows no inline script or style, so browsers would ignore them."""
    for model in apps.get_models():
        if not site.is_registered(model):
            continue
        pages = [admin.url(model, "changelist")]
        if (row := model._default_manager.first()) is not None:
            pages += [admin.url(model, "change", row.pk), admin.url(model, "history", row.pk)]
        for url in pages:
            response = admin.client.get(url)
            assert response.status_code == 200
            assert INLINE.findall(response.content.decode()) == []


@pytest.mark.parametrize("model", [Conversation, Message, Run, Task, User])
@as_subtests("key", ["not-an-id", "00000000-0000-0000-0000-000000000000", "1"])
def test_unknown_row_redirects_to_the_front_page(admin: AdminClient, model: type[Model], key: str) -> None:
    response = admin.client.get(admin.url(model, "change", key))
    assert (response.status_code, response.headers["location"]) == (302, "/admin/")


@pytest.mark.parametrize(
    "query", ["due=x", "o=99.x", "p=-1", "p=x", "username=x&tag=%E2", "q=%22", "status__exact=x"]
)
@as_subtests("model", [Task, Run])
def test_invalid_filters_are_not_a_server_error(admin: AdminClient, model: type[Model], query: str) -> None:
    assert admin.client.get(f"{admin.url(model, 'changelist')}?{query}").status_code in {
        200,
        302,
    }


@pytest.mark.parametrize("model", [*READ_ONLY, Task, User])
@as_subtests("name", ["q", "username", "tag", "id__exact"])
def test_nul_characters_are_refused(admin: AdminClient, model: type[Model], name: str) -> None:
    assert admin.client.get(f"{admin.url(model, 'changelist')}?{name}=a%00").status_code == 400


def test_owner_is_looked_up_while_typing(admin: AdminClient, alice: User) -> None:
    field = {"app_label": "chatbot", "model_name": "task", "field_name": "owner"}
    found = admin.client.get("/admin/autocomplete/", {**field, "term": "ali"}).json()["results"]

    assert found == [{"id": str(alice.pk), "text": "alice"}]
    assert admin.client.get("/admin/autocomplete/", {**field, "term": "\x00"}).status_code == 400
