"""The same run without the project: the SDK's Runner, the same model, tools in memory."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.services.web_server import ROOT, environment

_MODULE = "benchmarks.bare_runs"


@dataclass(frozen=True, slots=True)
class BareRun:
    """In milliseconds."""

    time: float
    cpu: float


@asynccontextmanager
async def bare_runs(message: str) -> AsyncIterator[Callable[[], Awaitable[BareRun]]]:
    """A process of its own that makes such runs."""
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

    async def run() -> BareRun:
        requests.write(b"\n")
        return BareRun(*map(float, (await answers.readline()).split()))

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
            begun, cpu = time.monotonic(), time.process_time()
            runner.run(answer(message, model))
            print((time.monotonic() - begun) * 1e3, (time.process_time() - cpu) * 1e3, flush=True)


if __name__ == "__main__":
    _answer_requests(sys.argv[1])
