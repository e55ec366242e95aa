"""What a web process has loaded once it is ready, in a process of its own, as uvicorn starts it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.services.databases import SqliteDatabases
from tests.services.web_server import ROOT, environment

SCRIPT = """
import asyncio, json, sys
from uvicorn import Config
from uvicorn.lifespan.on import LifespanOn

async def main():
    config = Config("chatbot.asgi:application", lifespan="on", log_level="critical")
    config.load()
    lifespan = LifespanOn(config)
    await lifespan.startup()
    loaded = sorted({"agents", "chatbot.urls", "mcp", "twisted"} & set(sys.modules))
    await lifespan.shutdown()
    print(json.dumps([lifespan.should_exit, loaded]))

asyncio.run(main())
"""
PRODUCTION = {"DEBUG": "false", "ALLOWED_HOSTS": "lockstep.example", "LOG_LEVEL": "ERROR"}
WORKERS = {
    "JOBS": "workers",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1",
}


@pytest.mark.services  # two processes
@pytest.mark.parametrize(
    ("settings", "expected"),
    [({}, ["agents", "chatbot.urls", "mcp"]), (WORKERS, ["chatbot.urls"])],
    ids=["jobs in the process", "jobs in workers"],
)
def test_a_process_has_loaded_what_its_first_request_and_run_need(
    sqlite_databases: SqliteDatabases, settings: dict[str, str], expected: list[str]
) -> None:
    env = environment(sqlite_databases.new(), **PRODUCTION) | settings
    output = subprocess.check_output([sys.executable, "-c", SCRIPT], env=env, cwd=ROOT, text=True)
    assert json.loads(output) == [False, expected]
