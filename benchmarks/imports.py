"""The import of the site, as uvicorn does it when a web process starts."""

from __future__ import annotations

import asyncio
import json
import sys

from tests.services.web_server import ROOT, environment

from .effort import Effort
from .figures import Part, Table, Target
from .workspace import DEPLOYED, Workspace

LIMIT = 0.7  # seconds
_PROGRAM = """
import json, time
import uvicorn.main
started, cpu = time.monotonic(), time.process_time()
import chatbot.asgi
print(json.dumps([time.monotonic() - started, time.process_time() - cpu]))
"""


async def measure(workspace: Workspace, effort: Effort) -> Part:
    """The quickest process: a busy machine only adds to it."""
    env = environment(workspace.sqlite.new(), **DEPLOYED, PYTHONWARNINGS="ignore")
    await _import(env)  # compiles the modules
    times, cpus = zip(*[await _import(env) for _ in range(effort.rounds)], strict=True)
    return Part(
        [
            Table(
                "Import of the site under uvicorn: seconds of the quickest process",
                ("", "time", "CPU"),
                [("chatbot.asgi", min(times), min(cpus))],
            )
        ],
        [Target("CPU of the import of a web process", min(cpus), LIMIT, "s")],
    )


async def _import(env: dict[str, str]) -> tuple[float, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROGRAM, env=env, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"The import ended with {process.returncode}")
    time, cpu = json.loads(output)
    return time, cpu
