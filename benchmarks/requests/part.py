"""The CPU of a uvicorn process for one request, as it is deployed, on SQLite."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from statistics import median

import httpx

from benchmarks.effort import Effort
from benchmarks.figures import Part, Table, Target
from benchmarks.machine import cpu_of
from benchmarks.workspace import DEPLOYED, Workspace
from tests.services.web_server import ROOT, environment, manage

WARM_UP = 5  # requests that are not counted
REQUESTS = 50  # of each address, in one round
SECRET_KEY = "of-a-site-that-lives-for-a-minute" * 2
# Milliseconds of CPU; pages with much content are rendered.
LIMITS = {"health": 3.0, "me": 6.5, "sign-in page": 6.0, "chat page": 60.0}


async def measure(workspace: Workspace, effort: Effort) -> Part:
    url = workspace.sqlite.new()
    env = environment(url, **DEPLOYED, SECRET_KEY=SECRET_KEY)
    manage(env, "collectstatic", "--no-input")
    seeded = await _seed(env)
    addresses = {
        "health": "/healthz",
        "me": "/api/auth/me/",
        "sign-in page": "/accounts/sign-in/",
        "chat page": seeded["chat"],
    }
    server = workspace.serve("uvicorn", url, SECRET_KEY=SECRET_KEY)
    figures: dict[str, list[float]] = {name: [] for name in addresses}
    cookies = {"sessionid": seeded["session"]}
    with (
        httpx.Client(base_url=server.url, cookies=cookies) as signed_in,
        httpx.Client(base_url=server.url) as anybody,
    ):
        for _ in range(effort.rounds):
            for name, address in addresses.items():
                client = anybody if name in {"health", "sign-in page"} else signed_in
                figures[name].append(_cpu(client, address, server.pid))
    server.stop()
    medians = {name: median(rounds) for name, rounds in figures.items()}
    rows = [(name, medians[name], min(rounds)) for name, rounds in figures.items()]
    return Part(
        [Table("ms of a web process's CPU for a request", ("", "median", "least"), rows)],
        [Target(f"CPU of a request: {name}", medians[name], limit, "ms") for name, limit in LIMITS.items()],
    )


async def _seed(env: Mapping[str, str]) -> dict[str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.requests.seed", env=env, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"The seed ended with {process.returncode}")
    seeded: dict[str, str] = json.loads(output)
    return seeded


def _cpu(client: httpx.Client, address: str, pid: int) -> float:
    """Milliseconds for one request."""
    for _ in range(WARM_UP):
        client.get(address).raise_for_status()
    before = cpu_of(pid)
    for _ in range(REQUESTS):
        client.get(address).raise_for_status()
    return (cpu_of(pid) - before) * 1_000 / REQUESTS
