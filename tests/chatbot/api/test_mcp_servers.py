"""MCP servers over REST."""

from __future__ import annotations

from typing import Any

from django.test import Client

from chatbot.domain.mcp_servers.servers import add_server
from chatbot.models import McpServer, User
from tests.chatbot.api.client import Api
from tests.subtests import as_subtests

URL = "/api/v1/mcp-servers/"
BODY = {"name": "Wiki", "url": "https://mcp.example/mcp", "token": "s3cret", "is_trusted": True}


def test_a_server_is_added_changed_checked_and_deleted(api: Api, bobs_api: Api) -> None:
    made = api.post(URL, BODY)
    assert made.status_code == 201
    row = made.json()
    assert "s3cret" not in made.text
    assert row | {"name": "Wiki", "prefix": "wiki", "has_token": True, "is_trusted": True, "tools": []} == row
    assert api.get(URL).json()["results"] == [row]
    one = f"{URL}{row['id']}/"
    assert api.get(one).json() == row
    McpServer.objects.update(
        tools=[
            {"name": "a", "offered": "wiki__a", "description": "A", "schema": {}, "is_read_only": True},
            {"name": "b", "is_read_only": False, "skipped": "schema"},
        ]
    )
    changed = api.patch(one, {"is_enabled": False, "token": ""}).json()
    assert (changed["is_enabled"], changed["has_token"]) == (False, False)
    assert changed["tools"] == [
        {"name": "a", "offered": "wiki__a", "description": "A", "is_read_only": True, "skipped": None},
        {"name": "b", "offered": None, "description": "", "is_read_only": False, "skipped": "schema"},
    ]
    assert api.post(f"{one}check/").status_code == 409
    assert api.patch(one, {"is_enabled": True}).status_code == 200
    assert api.post(f"{one}check/").status_code == 202
    bobs = [bobs_api.get(one), bobs_api.patch(one, {}), bobs_api.post(f"{one}check/"), bobs_api.delete(one)]
    assert {answer.status_code for answer in bobs} == {404}
    assert bobs_api.get(URL).json()["results"] == []
    assert api.delete(one).status_code == 204
    assert not McpServer.objects.exists()


@as_subtests("body", [
    {}, {"name": "Wiki"}, {**BODY, "url": 1}, {**BODY, "url": "https://a@mcp.example/"}, {**BODY, "name": ""},
    {**BODY, "header": "Host"}, {**BODY, "is_trusted": "yes"}, {**BODY, "command": "sh"},
])  # fmt: skip
def test_bodies_that_are_refused(api: Api, body: dict[str, Any]) -> None:
    assert api.post(URL, body).status_code == 400
    assert not McpServer.objects.exists()


def test_a_session_may_look_and_not_change(alice: User, client: Client) -> None:
    """What is sent elsewhere takes the password, or the token of a sign-in."""
    server = add_server(alice, name="Wiki", url="https://mcp.example/mcp")
    client.force_login(alice)
    assert client.get(URL).status_code == 200
    assert client.post(URL, BODY, "application/json").status_code == 403
    refused = client.patch(f"{URL}{server.pk}/", {"is_trusted": True}, "application/json")
    assert refused.status_code == 403
