"""Logs as JSON: each line says to which request, person and run it belongs."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.contracts.client import chat_socket
from tests.deployment.installation import Installation, start_run
from tests.provider.script import refuses
from tests.services.process import Process
from tests.services.wait import wait_until


def logged(process: Process, **values: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in process.log_text().splitlines() if line.startswith("{")]
    return [line for line in lines if values.items() <= line.items()]


async def test_a_line_names_its_run(installation: Installation) -> None:
    alice, web = installation.account(), installation.webs[0]
    installation.provider.play(refuses(401))
    async with chat_socket(web.ws_url, alice) as tab:
        run_id = await start_run(web, alice)
        await tab.until_end(run_id)
    ids = {"run_id": run_id, "user_id": alice.id, "level": "ERROR"}
    wait_until(lambda: any(logged(worker, **ids) for worker in installation.workers), "the reason")


@pytest.mark.parametrize("number", [0, 1], ids=["uvicorn", "daphne"])
async def test_a_line_names_its_request(installation: Installation, number: int) -> None:
    alice, web = installation.account(), installation.webs[number]
    async with httpx.AsyncClient(base_url=web.url, headers=alice.bearer) as http:
        own = await http.get("/api/tasks/0/nothing/?token=in-an-address")
        given = await http.get("/api/chat/nothing", headers={"X-Request-ID": "from-a-proxy.1"})
        bad = await http.get("/api/runs/nothing/", headers={"X-Request-ID": 'not "good"'})
    assert given.headers.get_list("X-Request-ID") == ["from-a-proxy.1"]
    assert len({own.headers["X-Request-ID"], bad.headers["X-Request-ID"], 'not "good"'}) == 3
    assert not logged(web, logger="uvicorn.access")
    assert "in-an-address" not in web.log_text()
    for response in (own, given, bad):
        assert response.status_code == 404
        wait_until(lambda name=response.headers["X-Request-ID"]: logged(web, request_id=name), "a line")


async def test_a_line_names_its_person(installation: Installation) -> None:
    alice, web = installation.account(), installation.webs[0]
    async with httpx.AsyncClient(base_url=web.url, headers=alice.bearer) as http:
        answer = await http.get("/api/conversations/00000000-0000-0000-0000-000000000000/")
    assert answer.status_code == 404
    ids = {"request_id": answer.headers["X-Request-ID"], "user_id": alice.id, "level": "WARNING"}
    wait_until(lambda: logged(web, **ids), "the refusal")
