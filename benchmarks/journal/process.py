"""A process that answers a message with the project's runner, or with the bare SDK, as often as it is told.

`python -m benchmarks.journal.process runner|bare`; each line in asks for a run, each line out tells of it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import django

django.setup()

from asgiref.sync import sync_to_async  # noqa: E402

from benchmarks.bare_agent import answer  # noqa: E402
from benchmarks.journal.commits import Commits  # noqa: E402
from chatbot.agent.model import build_model  # noqa: E402
from chatbot.agent.runner import MAX_TURNS, execute  # noqa: E402
from chatbot.domain.publish import stream_of  # noqa: E402
from chatbot.domain.runs import submit_message  # noqa: E402
from chatbot.models import Run, User  # noqa: E402
from streaming.testing import open_tab  # noqa: E402

MESSAGE = "Tell me about my tasks"


async def with_runner(commits: Commits) -> dict[str, float]:
    """A run as a worker does it, with a tab of its owner that is open in the same process."""
    owner, _ = await User.objects.aget_or_create(username="alice")
    run = await sync_to_async(submit_message)(owner, MESSAGE)
    async with open_tab(stream_of(owner.pk)) as tab:
        before, begun = commits.count, time.monotonic()
        await execute(run.pk)
        figures = {"seconds": time.monotonic() - begun, "commits": commits.count - before}
        await tab.until(lambda tab: bool(tab.of_type("agent_done") or tab.of_type("run_failed")))
    await run.arefresh_from_db()
    if run.status != Run.Status.SUCCEEDED:
        raise RuntimeError(f"The run has {run.status}: {run.error}")
    return figures


async def with_bare_sdk(commits: Commits) -> dict[str, float]:
    begun = time.monotonic()
    model = build_model()
    await answer(MESSAGE, model, MAX_TURNS)
    await model.close()
    return {"seconds": time.monotonic() - begun, "commits": 0}


def main(who: str) -> None:
    run = {"runner": with_runner, "bare": with_bare_sdk}[who]
    commits = Commits()
    with asyncio.Runner() as runner:
        for _ in sys.stdin:
            print(json.dumps(runner.run(run(commits))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
