"""MCP servers of a person: names, which tools are offered, and what changes when."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from chatbot.configured_server import ConfiguredServer
from chatbot.domain.errors import Conflict, Invalid, LimitReached, NotFound
from chatbot.domain.mcp_servers import looks, servers
from chatbot.domain.mcp_servers.looks import MOST_TOOLS, ListedTool
from chatbot.domain.mcp_servers.naming import offered_name, prefix_of
from chatbot.domain.mcp_servers.schemas import problem_of
from chatbot.domain.mcp_servers.servers import MOST_SERVERS, add_server, change_server
from chatbot.domain.mcp_servers.targets import Target, target_of
from chatbot.models import AuditEntry, McpServer, User
from tests.chatbot.conftest import Job
from tests.subtests import as_subtests

URL = "https://mcp.example/mcp?key=1"
OBJECT: dict[str, Any] = {"type": "object", "properties": {"query": {"type": "string"}}}


@pytest.fixture
def server(alice: User) -> McpServer:
    return add_server(alice, name="My Wiki", url=URL, token="s3cret")


def target(server: McpServer) -> Target:
    found = target_of(server)
    assert found is not None
    return found


@as_subtests(("name", "prefix"), [
    ("Wiki", "wiki"), ("My  Docs!", "my_docs"), ("Käse", "kase"), ("日本", "mcp"), ("3D", "mcp_3d"),
    ("a__b", "a_b"), ("_x_", "x"), ("A very long name of a server", "a_very_long_name_of"),
])  # fmt: skip
def test_prefixes(name: str, prefix: str) -> None:
    assert prefix_of(name) == prefix


def test_names_of_tools_fit_models_and_are_unique() -> None:
    assert offered_name("wiki", "search", ()) == "wiki__search"
    odd = offered_name("wiki", "search/all pages", ())
    assert odd == offered_name("wiki", "search/all pages", ())
    assert odd.startswith("wiki__search_all_pages_")
    assert odd != offered_name("wiki", "search.all pages", ())
    assert offered_name("wiki", "Search", {"wiki__search"}) not in ("wiki__Search", "wiki__search")
    long = [offered_name("wiki", "x" * 90 + end, ()) for end in "ab"]
    assert {len(name) for name in long} == {64}
    assert len(set(long)) == 2


@as_subtests(("schema", "problem"), [
    ({"type": "object"}, ""),
    (OBJECT, ""),
    ({"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": {}}}, ""),
    (None, "schema"),
    ({}, "schema"),
    ({"type": "string"}, "schema"),
    ({"type": "object", "properties": ["a"]}, "schema"),
    ({"type": "object", "properties": {"a": {"type": "number", "minimum": "1"}}}, "schema"),
    ({"type": "object", "description": "\ud800"}, "schema"),
    ({"type": "object", "anyOf": [{}]}, "combined"),
    ({"type": "object", "properties": {"a b": {}}}, "parameter"),
    ({"type": "object", "properties": {"a": {"$ref": "http://127.0.0.1/"}}}, "reference"),
    ({"type": "object", "properties": {"a": {"items": {"$ref": "file:///etc/passwd"}}}}, "reference"),
    ({"type": "object", "properties": {"a": {"type": "string", "x-mcp-header": "A"}}}, "header"),
    ({"type": "object", "description": "x" * 10_000}, "too_large"),
])  # fmt: skip
def test_schemas_that_models_do_not_accept(schema: Any, problem: str) -> None:
    assert problem_of(schema) == problem


def test_a_schema_that_is_nested_too_deep() -> None:
    schema: dict[str, Any] = {"type": "object"}
    for _ in range(50):
        schema = {"type": "object", "properties": {"a": schema}}
    assert problem_of(schema) == "schema"


def test_what_a_look_found_is_stored_with_what_is_skipped(server: McpServer) -> None:
    listed = [
        ListedTool("search", " Search \x00", OBJECT, is_read_only=True),
        ListedTool("search", "Again", OBJECT, is_read_only=False),
        ListedTool("", "", OBJECT, is_read_only=False),
        ListedTool("send? to: bob", "", OBJECT, is_read_only=False),
        ListedTool("odd", "", {"type": "array"}, is_read_only=False),
        *(ListedTool(f"tool{n}", "", OBJECT, is_read_only=False) for n in range(MOST_TOOLS)),
    ]
    looks.record_tools(target(server), listed)
    server.refresh_from_db()
    assert [tool.get("skipped", "") for tool in server.tools] == [
        "", "name", "name", "name", "schema", *[""] * (MOST_TOOLS - 1), "too_many",
    ]  # fmt: skip
    assert server.tools[0] == {
        "name": "search",
        "offered": "my_wiki__search",
        "description": "Search �",
        "schema": OBJECT,
        "is_read_only": True,
    }
    looks.record_problem(target(server), "timeout")
    server.refresh_from_db()
    assert (server.problem, len(server.tools)) == ("timeout", MOST_TOOLS + 5)


def test_a_look_that_began_before_a_change_is_not_recorded(alice: User, server: McpServer) -> None:
    before = target(server)
    change_server(alice, server.pk, url="https://other.example/")
    looks.record_tools(before, [ListedTool("search", "", OBJECT, is_read_only=True)])
    looks.record_problem(before, "timeout")
    server.refresh_from_db()
    assert (server.tools, server.problem, server.looked_at) == ([], "", None)


def test_it_is_looked_at_after_changes_of_what_looks_find(
    alice: User, server: McpServer, enqueued: list[Job], django_capture_on_commit_callbacks: Any
) -> None:
    def looks_after(**changes: Any) -> int:
        enqueued.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change_server(alice, server.pk, **changes)
        return len(enqueued)

    assert looks_after(is_trusted=True, url=URL, token="s3cret", header="", name="My wiki") == 0
    assert looks_after(is_enabled=False, url="https://other.example/") == 0
    assert looks.find_target(server.pk) is None
    with pytest.raises(Conflict):
        servers.request_look(alice, server.pk)
    assert [looks_after(is_enabled=True), looks_after(token="new"), looks_after(name="Docs")] == [1, 1, 1]
    assert looks.find_target(server.pk) is not None


def test_looks_are_counted_however_they_come_about(
    alice: User, server: McpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_LOOKS_PER_HOUR", 3)  # one was for the addition
    change_server(alice, server.pk, token="other")
    servers.request_look(alice, server.pk)
    for refused in (
        lambda: servers.request_look(alice, server.pk),
        lambda: change_server(alice, server.pk, token="another"),
        lambda: add_server(alice, name="Docs", url=URL),
    ):
        with pytest.raises(LimitReached):
            refused()
    change_server(alice, server.pk, is_trusted=True)
    server.refresh_from_db()
    assert (server.secret, server.is_trusted, McpServer.objects.count()) == ("other", True, 1)


def test_the_token_does_not_go_to_another_host(alice: User, server: McpServer) -> None:
    assert target(server).headers == {"Authorization": "Bearer s3cret"}
    changed = change_server(alice, server.pk, url="https://mcp.example/other", header="X-Key")
    assert target(changed).headers == {"X-Key": "s3cret"}
    changed = change_server(alice, server.pk, url="https://evil.example/mcp")
    assert (changed.secret, target(changed).headers) == ("", {})
    changed = change_server(alice, server.pk, url="https://new.example/mcp", token="other")
    assert target(changed).headers == {"X-Key": "other"}


@as_subtests(("field", "value"), [
    ("name", ""), ("name", "x" * 41), ("name", "my wiki"), ("name", "Files"), ("url", "http://mcp.example/"),
    ("url", "mcp.example"), ("url", "file:///etc/passwd"), ("url", "https://a:b@mcp.example/"),
    ("token", "ä"), ("token", "a\nb"), ("header", "A B"), ("header", "Host"), ("header", "X:"),
])  # fmt: skip
def test_values_that_are_refused(
    alice: User, server: McpServer, settings: Settings, field: str, value: str
) -> None:
    settings.MCP_ALLOW_PRIVATE = False
    settings.MCP_SERVERS = {"files": ConfiguredServer(("files",))}
    with pytest.raises(Invalid) as refused:
        add_server(alice, **{"name": "Other", "url": URL, field: value})
    assert refused.value.field == field
    assert McpServer.objects.count() == 1


def test_limits_and_what_belongs_to_others(alice: User, bob: User, server: McpServer) -> None:
    for number in range(MOST_SERVERS - 1):
        add_server(alice, name=f"Server {number}", url=URL)
    with pytest.raises(Conflict):
        add_server(alice, name="One more", url=URL)
    for command in (servers.get_server, servers.delete_server, servers.request_look, change_server):
        with pytest.raises(NotFound):
            command(bob, server.pk)
    add_server(bob, name="My Wiki", url=URL)
    audited = AuditEntry.objects.filter(owner=alice, action=AuditEntry.Action.MCP_SERVER_ADDED)
    assert set(audited.values_list("subject", flat=True)) == {"mcp.example"}


def test_staff_switch_a_server_off(alice: User, bob: User, server: McpServer) -> None:
    servers.disable_for_staff(server.pk, by=bob)
    with pytest.raises(Conflict):
        change_server(alice, server.pk, is_enabled=True)
    assert looks.find_target(server.pk) is None
    with pytest.raises(Conflict):
        servers.request_look(alice, server.pk)
