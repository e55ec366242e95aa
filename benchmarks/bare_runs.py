"""The same run without the project: the SDK's Runner, the same model, tools in memory."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from tests.services.web_server import ROOT, environment

_MODULE = "benchmarks.bare_runs"


@asynccontextmanager
async def bare_runs(message: str) -> AsyncIterator[Callable[[], Awaitable[float]]]:
    """A process that makes such runs, and returns the milliseconds of each."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _MODULE, message),
        env=environment("sqlite://:memory:"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    requests, answers = process.stdin, process.stdout

    async def run() -> float:
        requests.write(b"\n")
        return float(await answers.readline())

    try:
        yield run
    finally:
        requests.close()
        await process.wait()


def _answer_requests(message: str) -> None:
    import django

    django.setup()
    from .bare_agent import answer
    from .streamed_model import StreamedOfflineModel

    model = StreamedOfflineModel()

    with asyncio.Runner() as runner:
        for _ in sys.stdin:
            started = time.monotonic()
            runner.run(answer(message, model))
            print((time.monotonic() - started) * 1e3, flush=True)


if __name__ == "__main__":
    _answer_requests(sys.argv[1])
