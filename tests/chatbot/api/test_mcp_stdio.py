"""`manage.py mcp` with the official client, which starts it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.types import ElicitRequestParams, ElicitResult, Implementation

from chatbot.models import Change, Run, Task, User
from tests.services.web_server import ROOT, environment

COMMAND = [sys.executable, str(ROOT / "manage.py"), "mcp"]


@pytest.mark.services  # a process
async def test_a_program_starts_it_and_is_asked_at_once(database_url: str, alice: User) -> None:
    asked: list[str] = []

    async def accept(context: Any, params: ElicitRequestParams) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action="accept")

    command, *arguments = COMMAND
    started = StdioServerParameters(
        command=command, args=[*arguments, "--user", alice.username], env=environment(database_url), cwd=ROOT
    )
    info = Implementation(name="claude-ai", title="Claude Desktop", version="1")
    async with Client(started, mode="legacy", client_info=info, elicitation_callback=accept) as client:
        titles = ("Milk", "Bread", "Eggs")
        added = await asyncio.gather(*(client.call_tool("add_task", {"title": title}) for title in titles))
        assert not any(one.is_error for one in added)
        deleted = await client.call_tool("delete_tasks", {"numbers": [1]})
        assert deleted.structured_content == {"count": 1}
        assert (await client.call_tool("list_tasks", {})).structured_content["count"] == 2
    (question,) = asked
    assert question.startswith("Delete 1 task?\n#1 ")
    assert await Task.objects.acount() == 2
    runs = Run.objects.values_list("status", "client")
    assert {run async for run in runs} == {(Run.Status.SUCCEEDED, "Claude Desktop")}
    actors = Change.objects.values_list("actor", flat=True)
    assert {actor async for actor in actors} == {"client:Claude Desktop"}


@pytest.mark.services
def test_without_a_token_or_a_user_it_does_not_start(database_url: str) -> None:
    env = environment(database_url, LOCKSTEP_TOKEN="lockstep_unknown")
    refused = subprocess.run(COMMAND, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 1
    assert "Set LOCKSTEP_TOKEN to a valid personal token, or give --user." in refused.stderr
    assert not refused.stdout
