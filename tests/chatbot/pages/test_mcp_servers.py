"""The pages on which a person adds MCP servers, and sees which tools these have."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chatbot.domain.history.export import export
from chatbot.domain.mcp_servers import looks, servers
from chatbot.domain.mcp_servers.looks import ListedTool
from chatbot.domain.mcp_servers.servers import add_server
from chatbot.domain.mcp_servers.targets import target_of
from chatbot.models import McpServer, User
from tests.chatbot.conftest import Job
from tests.factories import PASSWORD
from tests.markup import parse
from tests.subtests import as_subtests

PAGE = reverse("mcp-servers")
SECRET = "s3cret-token"
FORM = {"name": "Wiki", "url": "https://mcp.example/mcp", "token": SECRET, "password": PASSWORD}


@pytest.fixture
def server(alice: User) -> McpServer:
    return add_server(alice, name="Wiki", url="https://mcp.example/mcp", token=SECRET)


def address(name: str, server: McpServer) -> str:
    return reverse(f"mcp-server-{name}" if name else "mcp-server", args=[server.pk])


def test_a_server_is_added_and_its_token_never_shown(
    alice: User, alices: Client, enqueued: list[Job], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = alices.post(PAGE, FORM)
    server = McpServer.objects.get()
    assert (made.status_code, made["Location"]) == (303, address("", server))
    assert (server.owner, server.secret, server.is_trusted) == (alice, SECRET, False)
    assert enqueued == [("look_at_mcp_server", str(server.pk))]
    for page in (PAGE, address("", server), address("change", server)):
        shown = alices.get(page)
        assert "mcp.example" in shown.text or "Wiki" in shown.text
        assert SECRET not in shown.text
    exported = "".join(export(alice))
    assert json.loads(exported)["mcp_servers"][0]["url"] == FORM["url"]
    assert SECRET not in exported


@as_subtests(
    ("field", "value"), [("password", "wrong"), ("name", ""), ("url", "mcp.example"), ("token", "ä")]
)
def test_nothing_is_added_by_a_form_with_a_mistake(alices: Client, field: str, value: str) -> None:
    refused = alices.post(PAGE, {**FORM, field: value})
    assert refused.status_code == 400
    assert parse(refused).all(".field-error")
    assert SECRET not in refused.text
    assert not McpServer.objects.exists()


def test_nothing_is_added_or_changed_too_often(
    alices: Client, server: McpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_LOOKS_PER_HOUR", 1)
    for page in (PAGE, address("change", server)):
        refused = alices.post(page, {**FORM, "name": "Docs"})
        assert refused.status_code == 400
        assert "That was done too often." in parse(refused).text
    assert McpServer.objects.get().name == "Wiki"


def test_it_is_changed_and_the_token_stays_or_goes(alices: Client, server: McpServer) -> None:
    changed = {**FORM, "token": "", "is_trusted": "on", "name": "Docs"}
    assert alices.post(address("change", server), {**changed, "password": "wrong"}).status_code == 400
    assert alices.post(address("change", server), changed).status_code == 303
    server.refresh_from_db()
    assert (server.name, server.prefix, server.is_trusted, server.secret) == ("Docs", "docs", True, SECRET)
    alices.post(address("change", server), {**changed, "no_token": "on"})
    server.refresh_from_db()
    assert server.secret == ""


def test_the_page_says_what_was_found_and_the_buttons_do_what_they_say(
    alices: Client, server: McpServer, enqueued: list[Job], django_capture_on_commit_callbacks: Any
) -> None:
    assert "It is being asked for its tools." in parse(alices.get(address("", server))).text
    target = target_of(server)
    assert target is not None
    schema = {"type": "object"}
    looks.record_tools(
        target,
        [
            ListedTool("search", "Search <b>it</b>", schema, is_read_only=True),
            ListedTool("odd", "", {"type": "array"}, is_read_only=False),
        ],
    )
    shown = parse(alices.get(address("", server))).text
    for words in (
        "1 tool",
        "wiki__search",
        "Search <b>it</b>",
        "odd",
        "JSON schema of an object",
        "as the server says",
    ):
        assert words in shown
    looks.record_problem(target, "timeout")
    assert "No answer in time." in parse(alices.get(PAGE)).text

    enqueued.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert alices.post(address("check", server)).status_code == 303
    assert enqueued == [("look_at_mcp_server", str(server.pk))]
    alices.post(address("disable", server))
    assert "Switched off." in parse(alices.get(address("", server))).text
    alices.post(address("enable", server))
    server.refresh_from_db()
    assert server.is_enabled
    alices.post(address("delete", server))
    assert not McpServer.objects.exists()


def test_another_person_does_not_find_it(client: Client, charlie: User, server: McpServer) -> None:
    client.force_login(charlie)
    assert client.get(address("", server)).status_code == 404
    for name in ("check", "enable", "disable", "delete"):
        assert client.post(address(name, server)).status_code == 404
