"""`/mcp` with the official client: what it lists, reads and changes, and whom it refuses."""

from __future__ import annotations

import json
from typing import Any, Literal

import httpx
import pytest
from asgiref.sync import sync_to_async
from mcp import MCPError
from mcp.types import ElicitRequestParams, ElicitResult, InputResponses

from chatbot.domain.journal.approvals import approve
from chatbot.models import Change, Conversation, Run, Task, ToolCall, User
from chatbot.tools import TOOLS
from tests.chatbot.api.mcp_client import NAME, Mode, connected_as, token_of
from tests.factories import TaskFactory, UserFactory
from tests.services.web_server import WebServer

HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
KEY = "lockstep/idempotency-key"
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


@sync_to_async
def add(owner: User, title: str) -> Task:
    return TaskFactory(owner=owner, title=title)


def call(name: str, **arguments: Any) -> dict[str, Any]:
    return {**LIST, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


async def post(site: WebServer, body: Any, token: str = "", **headers: str) -> httpx.Response:
    bearer = {"Authorization": f"Bearer {token}".encode()} if token else {}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with httpx.AsyncClient(base_url=site.url) as http:
        return await http.post("/mcp", content=content, headers=HEADERS | bearer | headers)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_the_official_client_lists_and_reads(site: WebServer, alice: User, mode: Mode) -> None:
    milk = await add(alice, "Milk")
    await add(await sync_to_async(UserFactory)(), "Of somebody else")
    async with connected_as(alice, site.url, "read", mode=mode) as client:
        assert client.server_info.title == "Lockstep"
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert tools.keys() == {tool.name for tool in TOOLS if tool.kind == "reads"} - {"ask_user"}
        found = await client.call_tool("list_tasks", {"status": "pending"})
        assert found.structured_content["tasks"][0]["id"] == str(milk.pk)
        assert json.loads(found.content[0].text)["tasks"] == [
            {key: value for key, value in found.structured_content["tasks"][0].items() if key != "id"}
        ]
        refused = await client.call_tool("list_tasks", {"status": "lost", "owner": "bob"})
        assert refused.is_error
        assert "next" in refused.structured_content

        listed = {str(resource.uri) for resource in (await client.list_resources()).resources}
        assert listed == {f"lockstep://{name}" for name in ("tasks", "lists", "plans", "runs")}
        for uri in sorted(listed):
            read = (await client.read_resource(uri)).contents[0].text
            assert json.loads(read) == ([] if uri != "lockstep://tasks" else [json.loads(read)[0]])
        one = json.loads((await client.read_resource(f"lockstep://tasks/{milk.number}")).contents[0].text)
        assert (one["id"], one["title"]) == (str(milk.pk), "Milk")
        for missing in ("tasks/99", f"runs/{milk.pk}", f"plans/{milk.pk}", "users/1", "tasks/1/../2"):
            with pytest.raises(MCPError, match="There is no resource"):
                await client.read_resource(f"lockstep://{missing}")
    assert not await Run.objects.aexists()


async def test_tools_say_what_they_do(site: WebServer, alice: User) -> None:
    async with connected_as(alice, site.url) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        capabilities = client.server_capabilities
    assert tools.keys() == {tool.name for tool in TOOLS} - {"ask_user"} | {"ask_assistant"}
    assert capabilities.tools
    assert not capabilities.tools.list_changed
    for tool in TOOLS:
        if tool.name in tools:
            listed = tools[tool.name]
            assert (listed.description, listed.title) == (tool.description, tool.title)
            schema = listed.input_schema
            assert schema["additionalProperties"] is False
            assert not any("description" in part for part in (schema, *schema.get("$defs", {}).values()))
            assert listed.annotations.read_only_hint is (tool.kind == "reads")
    deleting = tools["delete_tasks"].annotations
    assert (deleting.destructive_hint, deleting.idempotent_hint) == (True, True)
    assert tools["email_tasks"].annotations.open_world_hint is True


async def test_who_may_not_use_it_is_refused(site: WebServer, alice: User) -> None:
    token = await sync_to_async(token_of)(alice, "read")
    no_token = await post(site, LIST)
    metadata = f'resource_metadata="{site.url}/.well-known/oauth-protected-resource/mcp"'
    assert (no_token.status_code, no_token.headers["WWW-Authenticate"]) == (401, f"Bearer {metadata}")
    for text in ("lockstep_unknown", "x", "ä"):
        wrong = await post(site, LIST, text)
        challenge = f'Bearer error="invalid_token", {metadata}'
        assert (wrong.status_code, wrong.headers["WWW-Authenticate"]) == (401, challenge)
    for name, scope in (("add_task", "write"), ("make_plan", "agent")):
        denied = await post(site, call(name, title="Milk"), token)
        assert (denied.status_code, denied.json()["code"]) == (403, "insufficient_scope")
        assert f'scope="{scope}"' in denied.headers["WWW-Authenticate"]
    writer = await sync_to_async(token_of)(alice, "write")
    read = {**LIST, "method": "resources/read", "params": {"uri": "lockstep://tasks"}}
    assert (await post(site, read, writer)).status_code == 403
    assert (await post(site, LIST, token, Origin="https://evil.example")).json()["code"] == "bad_origin"
    assert (await post(site, LIST, token, Host="evil.example")).json()["code"] == "bad_host"
    assert (await post(site, LIST, token, Origin=site.url)).status_code == 200
    async with httpx.AsyncClient(base_url=site.url) as http:
        assert (await http.get("/mcp")).headers["Allow"] == "POST"


async def test_what_is_no_request_is_refused(site: WebServer, alice: User) -> None:
    token = await sync_to_async(token_of)(alice)
    assert (await post(site, b" " * 1_048_577, token)).status_code == 413
    for body in (b"", b"{", b"[]", b"[" * 100_000, b'"x"', b"\xff", b'{"jsonrpc": "2.0", "method": 1}'):
        assert (await post(site, body, token)).status_code == 400
    assert (await post(site, LIST, token)).status_code == 200


@pytest.mark.both_servers
async def test_a_call_is_a_run_with_its_journal(site: WebServer, alice: User) -> None:
    async with connected_as(alice, site.url, "write") as client:
        added = await client.call_tool("add_task", {"title": "Milk", "priority": "high"})
        assert not added.is_error
        milk = await Task.objects.aget()
        assert added.structured_content["task"]["id"] == str(milk.pk)
        completed = await client.call_tool("complete_task", {"number": milk.number})
        assert completed.structured_content["changed"] is True
        missing = await client.call_tool("complete_task", {"number": 99})
        assert missing.is_error
        assert "search_tasks" in missing.structured_content["next"]
        assert (await client.call_tool("complete_task", {"number": "x"})).is_error
        assert (await client.call_tool("undo_last", {})).structured_content["count"] == 1
        await milk.arefresh_from_db()
        assert milk.completed_at is None

    runs = [run async for run in Run.objects.select_related("reply", "trigger", "conversation")]
    assert {(run.status, run.client, run.attempt, run.is_unread) for run in runs} == {
        (Run.Status.SUCCEEDED, NAME, 1, False)
    }
    chat = await Conversation.objects.aget()
    assert (chat.title, len(runs)) == (f"{NAME} via MCP", 5)
    assert runs[0].trigger.content == "Add task: title Milk, priority high"
    assert runs[0].reply.content == "Created: Milk"
    actors = Change.objects.order_by("pk").values_list("actor", "tool_call__name")
    by = f"client:{NAME}"
    assert [row async for row in actors] == [(by, "add_task"), (by, "complete_task"), (by, None)]


async def test_a_long_call_reports_its_progress(site: WebServer, alice: User) -> None:
    alice.ask_before = User.AskBefore.DELETIONS_ONLY
    await alice.asave()
    await sync_to_async(TaskFactory.create_batch)(90, owner=alice)
    reported: list[tuple[float, float | None, str | None]] = []

    async def note(part: float, total: float | None, message: str | None) -> None:
        reported.append((part, total, message))

    modes: list[Mode] = ["auto", "legacy"]
    for mode in modes:
        async with connected_as(alice, site.url, "write", mode=mode) as client:
            done = await client.call_tool("complete_all_tasks", {}, progress_callback=note)
        assert done.structured_content == {"count": 90}
        assert reported == [(40, 90, "Checked 40 of 90 tasks"), (80, 90, "Checked 80 of 90 tasks")]
        reported.clear()
        await Task.objects.aupdate(completed_at=None)


async def test_a_repeated_call_with_its_key_returns_the_first_result(site: WebServer, alice: User) -> None:
    async with connected_as(alice, site.url, "write") as client:
        given = {"title": "Milk", "even_if_open": True}
        first = await client.call_tool("add_task", given, meta={KEY: "k"})
        assert await client.call_tool("add_task", given, meta={KEY: "k"}) == first
        assert (await client.call_tool("add_task", {"title": "Bread"}, meta={KEY: "k"})).is_error
        await client.call_tool("add_task", given)
    assert await Task.objects.acount() == 2


async def test_what_needs_approval_waits_on_the_page(site: WebServer, alice: User) -> None:
    await sync_to_async(TaskFactory.create_batch)(2, owner=alice)
    async with connected_as(alice, site.url, "read", "write") as client:
        given: dict[str, Any] = {"numbers": [1, 2]}
        waiting = await client.call_tool("delete_tasks", given, meta={KEY: "k"})
        call = await ToolCall.objects.select_related("run").aget()
        assert waiting.structured_content == {
            "status": "awaiting_approval",
            "message": "This waits for the user's decision: Delete 2 tasks? They approve or decline it on "
            "the page; then it is carried out. Give them the link, and do not repeat the call.",
            "url": f"{site.url}/c/{call.run.conversation_id}/",
            "run": f"lockstep://runs/{call.run_id}",
        }
        run = (await client.read_resource(f"lockstep://runs/{call.run_id}")).contents[0].text
        assert json.loads(run)["status"] == "awaiting_approval"
        await sync_to_async(approve)(alice, call.call_id, by=alice)
        repeated = await client.call_tool("delete_tasks", given, meta={KEY: "k"})
    assert repeated.structured_content == {"count": 2}
    assert not await Task.objects.aexists()


async def test_what_needs_approval_is_asked_in_the_program(site: WebServer, alice: User) -> None:
    milk, bread = await sync_to_async(TaskFactory.create_batch)(2, owner=alice)
    answers: list[Literal["accept", "decline", "cancel"]] = ["cancel", "decline", "accept"]
    asked: list[str] = []

    async def decide(context: Any, params: ElicitRequestParams) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action=answers[len(asked) - 1])

    async with connected_as(alice, site.url, "write", "agent", elicitation_callback=decide) as client:
        left_to_the_page = await client.call_tool("delete_tasks", {"numbers": [milk.number]})
        assert left_to_the_page.structured_content["status"] == "awaiting_approval"
        declined = await client.call_tool("delete_tasks", {"numbers": [milk.number]})
        assert declined.is_error
        assert "declined" in declined.structured_content
        deleted = await client.call_tool("delete_tasks", {"numbers": [bread.number]})
        assert not deleted.is_error
    assert asked[2] == f"Delete 1 task?\n#{bread.number} {bread.title}"
    assert [task async for task in Task.objects.all()] == [milk]
    decisions = ToolCall.objects.order_by("started_at").values_list("decision", flat=True)
    assert [decision async for decision in decisions] == ["", "declined", "approved"]
    # Over REST, too, a decision takes the scope `agent`.
    async with connected_as(alice, site.url, "write", elicitation_callback=decide) as client:
        waiting = await client.call_tool("delete_tasks", {"numbers": [milk.number]})
        assert waiting.structured_content["status"] == "awaiting_approval"
    assert len(asked) == 3


async def test_a_decision_is_about_the_call_that_was_asked_for(site: WebServer, alice: User) -> None:
    await sync_to_async(TaskFactory.create_batch)(2, owner=alice)
    yes: InputResponses = {"decision": ElicitResult(action="accept")}
    async with connected_as(alice, site.url, "write") as client:
        await client.call_tool("delete_tasks", {"numbers": [1]})
        call_id = (await ToolCall.objects.aget()).call_id
        given: dict[str, Any] = {"numbers": [1]}
        answered = await client.call_tool("delete_tasks", given, input_responses=yes, request_state=call_id)
        assert answered.structured_content["status"] == "awaiting_approval"
    async with connected_as(alice, site.url, "write", "agent") as client:

        async def repeat(name: str, number: int, state: str = call_id) -> bool:
            """Whether it is refused."""
            given = {"numbers": [number]}
            repeated = await client.call_tool(name, given, input_responses=yes, request_state=state)
            return repeated.is_error

        assert await repeat("delete_tasks", 2)
        assert await repeat("restore_tasks", 1)
        assert await repeat("delete_tasks", 1, "x")
        await Run.objects.aupdate(client="Another program")
        assert await repeat("delete_tasks", 1)
        assert await Task.objects.acount() == 2
        await Run.objects.aupdate(client=NAME)
        assert not await repeat("delete_tasks", 1)
    assert await Task.objects.acount() == 1


async def test_the_assistant_is_asked(site: WebServer, alice: User) -> None:
    async with connected_as(alice, site.url) as client:
        await client.call_tool("add_task", {"title": "Milk"})
        answer = (await client.call_tool("ask_assistant", {"message": "add bread"})).structured_content
        assert "bread" in answer["answer"].lower()
        assert answer["url"].startswith(f"{site.url}/c/")
        assert (await client.call_tool("ask_assistant", {})).is_error
    runs = Run.objects.order_by("created_at").values_list("client", "conversation")
    (first, chat), (second, same) = [row async for row in runs]
    assert (first, second, chat) == (NAME, "", same)


async def test_prompts_are_offered(site: WebServer, alice: User) -> None:
    async with connected_as(alice, site.url, "read") as client:
        for prompt in (await client.list_prompts()).prompts:
            found = await client.get_prompt(prompt.name)
            assert found.messages[0].role == "user"
            assert len(found.messages[0].content.text) > 50
        with pytest.raises(MCPError, match="There is no prompt"):
            await client.get_prompt("x")
