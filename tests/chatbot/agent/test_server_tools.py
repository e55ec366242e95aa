"""Tools of MCP servers in a run: offered, approved, called once, and reported where they cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from pytest_django.fixtures import Settings

from chatbot.configured_server import ConfiguredServer
from chatbot.domain.mcp_servers import offering
from chatbot.domain.mcp_servers.servers import add_server, change_server, delete_server
from chatbot.domain.runs import sweeper
from chatbot.jobs import look_at_mcp_server
from chatbot.mcp_client import calling, connection
from chatbot.models import McpServer, Run, ToolCall, User
from tests.chatbot.agent.boundaries import CrashOnce, attempt
from tests.chatbot.agent.chat import Chat, outputs
from tests.factories import UserFactory
from tests.markup import parse
from tests.mcp_servers.lying import LyingServer
from tests.mcp_servers.real import COMMAND, ToolServer
from tests.provider.script import Provider, call, calls, refuses, says
from tests.services.wait import until

SENT = ("send", {"to": "bob", "text": "Hi"})
SEND = call("wiki__send", to="bob", text="Hi")
SEARCH = call("wiki__search", query="milk")


@pytest.fixture
def tools() -> Iterator[ToolServer]:
    with ToolServer() as server:
        yield server


@pytest.fixture
async def wiki(alice: User, tools: ToolServer) -> McpServer:
    return await added(alice, tools.url)


async def added(owner: User, url: str, **given: Any) -> McpServer:
    """A server of the person, whose tools are known."""
    server = await sync_to_async(add_server)(owner, name="Wiki", url=url, **given)
    return await looked_at(server)


async def looked_at(server: McpServer) -> McpServer:
    await look_at_mcp_server.func(str(server.pk))
    await server.arefresh_from_db()
    return server


async def only_call(chat: Chat, run: Run) -> ToolCall:
    (made,) = await chat.tool_calls(run)
    return made


def offered(provider: Provider) -> set[str]:
    """The names of the tools of servers in the latest request."""
    tools = provider.requests[-1]["tools"]
    names = {tool.get("name") or tool["function"]["name"] for tool in tools}
    return {name for name in names if "__" in name}


async def test_a_call_is_approved_and_its_result_read(
    endpoint: Provider, wiki: McpServer, tools: ToolServer, chat: Chat
) -> None:
    endpoint.play(calls(SEND), says("Done."))
    run = await chat.ask("Send Bob a hello")
    names = {"search", "send", "picture", "large", "long", "failing"}
    assert offered(endpoint) == {f"wiki__{name}" for name in names}
    waiting = await chat.pending(run)
    assert waiting.message == 'Use send of Wiki? to: "bob"; text: "Hi"'
    assert (run.status, tools.calls) == (Run.Status.AWAITING_APPROVAL, [])
    run = await chat.approve(run)
    assert (run.reply.content, tools.calls) == ("Done.", [SENT])
    made = await only_call(chat, run)
    assert (made.status, made.message) == (ToolCall.Status.DONE, "Used send of Wiki")
    assert outputs(endpoint.requests[-1]) == [{"server": "Wiki", "tool": "send", "text": "Sent."}]
    assert made.reached_out_at is not None
    assert [kind for kind in await chat.types(run) if kind.startswith(("tool_", "approval_"))] == [
        "tool_starting",
        "approval_requested",
        "approval_resolved",
        "tool_complete",
    ]


async def test_a_person_sees_all_arguments_also_long_ones(
    configured: Provider, wiki: McpServer, chat: Chat, async_client: AsyncClient
) -> None:
    configured.play(calls(call("wiki__send", to="bob", text="x" * 300 + "the end", cc=[], at="2026-12-05")))
    run = await chat.ask("Send Bob a hello")
    assert (await chat.pending(run)).message == f'Use send of Wiki? to: "bob"; text: "{"x" * 203}…'
    await async_client.aforce_login(chat.owner)
    page = parse(await async_client.get(f"/c/{run.conversation_id}/"))
    details = page.one("details.step-details[open]").text
    for shown in ("the end", "cc", "[]", '"2026-12-05"'):
        assert shown in details


async def test_what_is_declined_is_not_called(
    configured: Provider, wiki: McpServer, tools: ToolServer, chat: Chat
) -> None:
    configured.play(calls(SEND), says("Then not."))
    run = await chat.decline(await chat.ask("Send Bob a hello"))
    assert (run.reply.content, tools.calls) == ("Then not.", [])


async def test_only_what_reads_on_a_trusted_server_needs_no_approval(
    configured: Provider, wiki: McpServer, tools: ToolServer, chat: Chat
) -> None:
    configured.play(calls(SEARCH))
    assert (await chat.ask("Look for milk")).status == Run.Status.AWAITING_APPROVAL
    await sync_to_async(change_server)(chat.owner, wiki.pk, is_trusted=True)
    configured.play(calls(SEARCH), says("Found."))
    run = await chat.ask("Look for milk")
    assert (run.reply.content, tools.calls) == ("Found.", [("search", {"query": "milk"})])
    configured.play(calls(SEND))
    assert (await chat.ask("Send Bob a hello")).status == Run.Status.AWAITING_APPROVAL


@pytest.mark.parametrize(
    ("tool", "beginning"),
    [
        ("picture", "[An image (image/png), which cannot be shown here.]"),
        ("long", "long long"),
    ],
)
async def test_results_are_words_of_a_limited_length(
    tool: str, beginning: str, configured: Provider, wiki: McpServer, chat: Chat
) -> None:
    configured.play(calls(call(f"wiki__{tool}")), says("So."))
    await chat.approve(await chat.ask("Do it"))
    (output,) = outputs(configured.requests[-1])
    assert output["text"].startswith(beginning)
    assert len(output["text"]) <= calling.LENGTH
    assert output.get("truncated", False) == (tool == "long")


@pytest.mark.parametrize(
    ("tool", "error"),
    [
        ("failing", "Wiki reports an error: Error executing tool failing"),
        ("large", "Wiki: Its answer is too large. Whether this took effect is not known."),
    ],
)
async def test_a_call_that_fails_does_not_fail_the_run(
    tool: str, error: str, configured: Provider, wiki: McpServer, chat: Chat
) -> None:
    configured.play(calls(call(f"wiki__{tool}")), says("It did not work."))
    run = await chat.approve(await chat.ask("Do it"))
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "It did not work.")
    assert (await only_call(chat, run)).error == error


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        ({"code": -32602, "message": "No id s3cret"}, 200, "Wiki reports an error: No id █████"),
        ({"code": -32600, "message": "Bad"}, 400, "Wiki reports an error: Bad"),
        (None, 200, "Wiki reports an error: No such method"),
        ({"code": -32603, "message": "Oh"}, 200, "{protocol} Whether this took effect is not known."),
        ({}, 202, "{protocol} Whether this took effect is not known."),
        ({}, 401, "Wiki: It refused the token, or wants one. Nothing was done."),
    ],
)
async def test_a_call_that_the_server_refuses(
    answer: Any, status: int, error: str, configured: Provider, alice: User, chat: Chat
) -> None:
    tools = {"tools": [{"name": "tell", "inputSchema": {"type": "object"}}]}
    answers = {"tools/list": tools, "tools/call": answer}
    with LyingServer(answers, statuses={"tools/call": status}) as liar:
        await added(alice, liar.url, token="s3cret")
        configured.play(calls(call("wiki__tell")), says("So."))
        run = await chat.approve(await chat.ask("Tell"))
    protocol = "Wiki: It does not answer as an MCP server does."
    assert (await only_call(chat, run)).error == error.format(protocol=protocol)


async def test_a_slow_call_ends_and_its_outcome_is_unknown(
    configured: Provider, wiki: McpServer, tools: ToolServer, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "TIMEOUT", 0.2)
    tools.released.clear()
    configured.play(calls(SEND), says("I do not know."))
    run = await chat.approve(await chat.ask("Send Bob a hello"))
    assert (await only_call(chat, run)).error == (
        "Wiki: No answer in time. Whether this took effect is not known."
    )
    assert run.status == Run.Status.SUCCEEDED


async def test_a_dead_server_is_reported_then_skipped_then_found_again(
    configured: Provider, wiki: McpServer, tools: ToolServer, chat: Chat
) -> None:
    tools.stop()
    configured.play(calls(SEND), says("It cannot be reached."))
    run = await chat.approve(await chat.ask("Send Bob a hello"))
    assert run.status == Run.Status.SUCCEEDED
    assert (await only_call(chat, run)).error == "Wiki: No connection. Nothing was done."

    configured.play(says("Without it."))
    assert (await chat.ask("Hello")).status == Run.Status.SUCCEEDED
    assert offered(configured) == set()
    assert 'cannot be reached now, so their tools are missing: ["Wiki"]' in str(configured.requests[-1])

    with tools:
        await looked_at(wiki)
        configured.play(says("With it."))
        await chat.ask("Hello")
        assert "wiki__send" in offered(configured)


@pytest.mark.parametrize("made", [0, 1])
async def test_a_call_whose_process_was_killed_is_not_repeated_but_reported(
    made: int, configured: Provider, wiki: McpServer, tools: ToolServer, chat: Chat
) -> None:
    configured.play(calls(SEND, after=0), says("So it is.", after=1))

    def is_sent() -> bool:
        return ToolCall.objects.exclude(reached_out_at=None).exists() and len(tools.calls) == made

    run = await crash_and_resume(chat, CrashOnce(is_sent))
    assert tools.calls == [SENT] * made
    failed = await only_call(chat, run)
    assert failed.status == ToolCall.Status.FAILED
    assert "whether it took effect is not known" in outputs(configured.requests[-1])[0]["error"]


async def crash_and_resume(chat: Chat, crash: CrashOnce) -> Run:
    run = await chat.submit("Send Bob a hello")
    if await attempt(crash, finish(chat, run)):
        await sync_to_async(sweeper.recover)()
        await finish(chat, run)
    run = await chat.run(run)
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "So it is.")
    return run


async def finish(chat: Chat, run: Run) -> None:
    await chat.execute(run)
    if await ToolCall.objects.awaiting_approval().filter(run=run).aexists():
        await chat.approve(run)


async def test_a_run_that_is_stopped_does_not_wait_for_the_server(
    configured: Provider, wiki: McpServer, tools: ToolServer, chat: Chat
) -> None:
    tools.released.clear()
    configured.play(calls(SEND))
    run = await chat.ask("Send Bob a hello")

    async def is_called() -> bool:
        return bool(tools.calls)

    async def stop() -> None:
        await until(is_called, "the call")
        await chat.stop(run)

    await asyncio.gather(chat.approve(run), stop())
    assert (await chat.run(run)).status == Run.Status.CANCELLED


async def test_tools_that_change_in_the_middle_of_a_run(
    configured: Provider, wiki: McpServer, tools: ToolServer, chat: Chat
) -> None:
    """The run has those of its beginning; where the call leads is looked up when it is made."""
    configured.play(calls(SEND), says("Gone."))
    run = await chat.ask("Send Bob a hello")
    await sync_to_async(delete_server)(chat.owner, wiki.pk)
    run = await chat.approve(run)
    assert (run.status, tools.calls) == (Run.Status.SUCCEEDED, [])
    assert (await only_call(chat, run)).error == "This MCP server was deleted or switched off."


async def test_another_persons_server_is_not_offered(
    configured: Provider, tools: ToolServer, chat: Chat
) -> None:
    await added(await sync_to_async(UserFactory)(), tools.url)
    configured.play(says("Hello."))
    await chat.ask("Hello")
    assert offered(configured) == set()


async def test_an_endpoint_that_refuses_the_tools_is_asked_without_them(
    configured: Provider, wiki: McpServer, chat: Chat
) -> None:
    configured.play(refuses(400, "Invalid schema for function"), says("Without them."))
    run = await chat.ask("Hello")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "Without them.")
    assert offered(configured) == set()
    assert "The tools of MCP servers are too long" in str(configured.requests[-1])


async def test_a_request_that_is_too_long_for_its_tools_is_sent_without_them(
    configured: Provider, wiki: McpServer, chat: Chat
) -> None:
    configured.play(refuses(400, "context_length_exceeded"), says("Without them."))
    run = await chat.ask("Hello")
    assert (run.status, run.reply.content) == (Run.Status.SUCCEEDED, "Without them.")
    assert offered(configured) == set()


async def test_tools_that_do_not_fit_are_left_out(
    configured: Provider, wiki: McpServer, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {tool["offered"]: len(str(tool["schema"])) for tool in wiki.tools}
    monkeypatch.setattr(offering, "MOST_CHARACTERS", max(sizes.values()))
    configured.play(says("Hello."))
    await chat.ask("Hello")
    left = offered(configured)
    assert left
    assert left < sizes.keys()


async def test_the_token_is_sent_and_never_stored_with_what_the_server_says(
    configured: Provider, alice: User, chat: Chat
) -> None:
    quoting = {
        "tools/list": {"tools": [{"name": "tell", "inputSchema": {"type": "object"}}]},
        "tools/call": {"content": [{"type": "text", "text": "You sent Bearer s3cret-token"}]},
    }
    with LyingServer(quoting) as liar:
        await added(alice, liar.url, token="s3cret-token")
        configured.play(calls(call("wiki__tell")), says("So."))
        run = await chat.approve(await chat.ask("Tell"))
    made = await only_call(chat, run)
    assert made.output is not None
    assert made.output["text"] == "You sent Bearer █████"
    assert "s3cret" not in str((await chat.published(), run.input))


async def test_a_program_of_the_setting_is_used_by_everybody(
    configured: Provider, chat: Chat, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "START_TIMEOUT", 90)
    settings.MCP_SERVERS = {"tests": ConfiguredServer(COMMAND, is_trusted=True)}
    configured.play(says("Not yet."))
    await chat.ask("Hello")  # makes its row, and has it looked at
    server = await looked_at(await McpServer.objects.aget(owner=None))
    assert server.problem == ""
    configured.play(calls(call("tests__search", query="rye")), says("Found."))
    run = await chat.ask("Look for rye")
    assert run.reply.content == "Found."
    assert outputs(configured.requests[-1])[0]["text"] == "Found: rye"
