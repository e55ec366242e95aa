"""`manage.py worker --processes 2`: both execute runs, and a run of one that is killed is not lost.

Both have metrics, as the web processes do.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.contracts.client import chat_socket
from tests.deployment.installation import Installation, attempts_left, post, start_run
from tests.provider.script import says
from tests.services.ports import free_ports
from tests.services.wait import wait_until
from tests.services.web_server import WebServer
from tests.services.worker_process import WorkerProcess

STALLED = says("Hello", stop_after=3, then="stall")


@pytest.mark.timeout(240)  # two processes load everything, which takes long on a busy machine
async def test_two_processes_share_the_runs_and_take_over_from_each_other(
    installation: Installation, tmp_path: Path, begin: Callable[[WebServer | WorkerProcess], None]
) -> None:
    for usual in installation.workers:
        usual.kill()
    port = free_ports(2)
    env = {**installation.workers[0].env, "RUN_LEASE": "1", "METRICS_PORT": str(port)}
    worker = WorkerProcess(tmp_path, env, 1, processes=2)
    begin(worker)
    alice, web = installation.account(), installation.webs[0]
    installation.provider.play(STALLED, STALLED, says("Hello again."))
    async with chat_socket(web.ws_url, alice) as tab:
        lost, stopped = [await start_run(web, alice, message) for message in ("One", "Two")]
        for run_id in (lost, stopped):
            await tab.until("message_delta", run_id=run_id)
        [killed], [other] = map(installation.claimed_by, (lost, stopped))
        assert killed != other  # each executes one run at once
        os.kill(killed, signal.SIGKILL)
        await post(web, alice, f"/api/runs/{stopped}/cancel/")
        last = await tab.until_end(lost)
        connections = await samples(f"{web.url}/metrics", "lockstep_connections")
    assert (last["event_type"], last["attempt"]) == ("agent_done", 2)
    assert attempts_left(tab) == [2]
    assert connections == {(): 1}
    wait_until(lambda: worker.times_ready() == 3, "a process in place of the killed one", timeout=60)
    ended = [await samples(f"http://127.0.0.1:{port + number}", "lockstep_run_seconds") for number in (0, 1)]
    assert {*ended[0], *ended[1]} == {("chat", "cancelled"), ("chat", "succeeded")}


async def samples(url: str, name: str) -> dict[tuple[str, ...], float]:
    """The values (of histograms: the counts) of a metric, by its labels in the order of their names."""
    async with httpx.AsyncClient(headers={"Authorization": "Bearer scrape"}) as http:
        text = (await http.get(url)).raise_for_status().text
    return {
        tuple(value for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name in {name, f"{name}_count"}
    }
