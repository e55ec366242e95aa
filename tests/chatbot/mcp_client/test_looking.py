"""What is found of a server, and what is said of one that is not as it should be."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from chatbot.domain.mcp_servers.looks import ListedTool
from chatbot.domain.mcp_servers.targets import Target
from chatbot.mcp_client import connection, looking
from chatbot.mcp_client.looking import look_at
from tests.mcp_servers.lying import SILENCE, STAYING, LyingServer
from tests.mcp_servers.real import ToolServer
from tests.services.wait import until
from tests.subtests import as_subtests

OBJECT = {"type": "object"}


def look(url: str = "", **given: Any) -> list[ListedTool] | str | None:
    target = Target(uuid4(), 0, is_trusted=False, url=url, **{"allow_private": True, **given})
    return asyncio.run(look_at(target))


def test_the_tools_of_a_real_server_with_a_token() -> None:
    with ToolServer(token="s3cret") as server:
        assert look(server.url) == "refused"
        found = look(server.url, headers={"Authorization": "Bearer s3cret"})
        assert isinstance(found, list)
        by_name = {tool.name: tool for tool in found}
        assert (by_name["search"].description, by_name["search"].is_read_only) == ("Search the wiki.", True)
        assert by_name["search"].schema["required"] == ["query"]
        assert not by_name["send"].is_read_only
        assert look(server.url, allow_private=False) == "address"
        before = len(server.headers)
        assert look(server.url.replace("http://", "https://"), allow_private=False) == "address"
        assert len(server.headers) == before


def test_a_list_without_an_end_is_read_to_a_limit() -> None:
    page = {"tools": [{"name": "again", "inputSchema": OBJECT}], "nextCursor": "more"}
    with LyingServer({"tools/list": page}) as liar:
        assert isinstance(look(liar.url), list)
        assert liar.asked.count("tools/list") == 20


@as_subtests(("answers", "problem"), [
    ({"tools/list": {"tools": "none"}}, "protocol"),
    ({"tools/list": {}}, "protocol"),
    ({"tools/list": []}, "protocol"),
    ({"tools/list": {"tools": [{"name": "good", "inputSchema": OBJECT}, {"name": 7}]}}, "protocol"),
    ({"tools/list": b"<html>"}, "protocol"),
    ({"tools/list": b"\xff"}, "protocol"),
    ({"tools/list": b"[" * 100_000}, "protocol"),
    ({"tools/list": b"x" * 10_000_000}, "too_large"),
    ({"initialize": {"protocolVersion": 3}}, "protocol"),
    ({"initialize": {}}, "protocol"),
])  # fmt: skip
def test_lies(answers: dict[str, Any], problem: str) -> None:
    with LyingServer(answers) as liar:
        assert look(liar.url) == problem


@as_subtests(
    ("status", "problem"), [(401, "refused"), (403, "refused"), (404, "protocol"), (500, "protocol")]
)
def test_statuses(status: int, problem: str) -> None:
    with LyingServer(status=status) as liar:
        assert look(liar.url, headers={"X-Key": "s3cret"}) == problem


@as_subtests("status", [301, 302, 307, 308])
def test_a_redirect_to_another_address_is_not_followed(status: int) -> None:
    with ToolServer() as inner, LyingServer(status=status, location=inner.url) as liar:
        assert look(liar.url) == "redirect"
        assert inner.headers == []


@as_subtests(("given", "problem"), [
    ({"url": "http://127.0.0.1:1/mcp"}, "connection"),
    ({"url": "http://no-such-host.invalid/"}, "unknown_host"),
    ({"url": "https://localhost/mcp", "allow_private": False}, "address"),
    ({"url": "https://[::ffff:127.0.0.1]/", "allow_private": False}, "address"),
    ({"url": "http://1.1.1.1/", "allow_private": False}, "address"),
    ({"command": ("/no/such/program",)}, "connection"),
    ({"command": ("false",)}, "protocol"),
    ({"command": ("echo", "hello")}, "protocol"),
])  # fmt: skip
def test_what_is_not_there(given: dict[str, Any], problem: str) -> None:
    assert look(**given) == problem


def test_a_program_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "START_TIMEOUT", 0.1)
    assert look(command=("cat", "/dev/null", "-")) in ("timeout", "protocol")


def test_a_program_that_does_not_end_by_itself_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "START_TIMEOUT", 90)
    assert look(command=STAYING) == []


async def test_a_call_that_is_cancelled_while_its_program_is_stopped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(connection, "START_TIMEOUT", 90)
    closed = tmp_path / "closed"
    target = Target(uuid4(), 0, is_trusted=False, command=(*STAYING, str(closed)))
    task = asyncio.create_task(look_at(target))

    async def is_closed() -> bool:
        return closed.exists()

    await until(is_closed, "the end of its input", timeout=60)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 30)


async def test_too_many_looks_at_once_are_put_off(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(looking, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(looking, "TIMEOUT", 60)
    with LyingServer({"tools/list": SILENCE}) as silent, LyingServer({"tools/list": {"tools": []}}) as liar:
        slow, quick = (
            Target(uuid4(), 0, is_trusted=False, url=url, allow_private=True)
            for url in (silent.url, liar.url)
        )
        task = asyncio.create_task(look_at(slow))

        async def is_asked() -> bool:
            return "tools/list" in silent.asked

        await until(is_asked, "the question")
        assert await look_at(quick) is None
        task.cancel()
        await asyncio.wait({task})
        assert await look_at(quick) == []
    del task
    gc.collect()
    assert [record.message for record in caplog.records if record.name == "asyncio"] == []


def test_a_server_that_does_not_let_its_session_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "TIMEOUT", 0.2)
    tools = {"tools/list": {"tools": [{"name": "one", "inputSchema": OBJECT}]}}
    with LyingServer(tools, session="1") as liar:
        assert isinstance(look(liar.url), list)
    with LyingServer({"tools/list": SILENCE}, session="1") as liar:
        assert look(liar.url) == "timeout"
