"""A process that answers messages with the project's runner, or with the bare SDK.

`python -m benchmarks.journal.process runner|bare`; each line on its input requests a run, each line of its
output has the figures of one. The bare SDK has the same model over HTTP, and tools with the same effect on
the same database, as an application without a journal would have them: in a thread, in a transaction, for a
user that is looked up.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any
from uuid import UUID

import django

django.setup()

from agents import FunctionTool, OpenAIChatCompletionsModel  # noqa: E402
from asgiref.sync import sync_to_async  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402

from benchmarks.bare_agent import answer, bare_tool  # noqa: E402
from chatbot.agent.endpoint.connection import connect  # noqa: E402
from chatbot.agent.runner import MAX_TURNS, execute  # noqa: E402
from chatbot.domain.journal.tool_calls import Outcome, SoFar  # noqa: E402
from chatbot.domain.publish import stream_of  # noqa: E402
from chatbot.domain.runs.submit_message import submit_message  # noqa: E402
from chatbot.models import Run, User  # noqa: E402
from chatbot.tools import CHAT_TOOLS, TOOLS, Tool  # noqa: E402
from streaming.testing import open_tab  # noqa: E402
from tests.services.database_work import DatabaseWork  # noqa: E402

MESSAGE = "Tell me about my tasks"


async def with_runner(work: DatabaseWork) -> dict[str, float]:
    """A run as a worker does it, with a tab of its owner that is open in the same process."""
    owner, _ = await User.objects.aget_or_create(username="alice")
    run = await sync_to_async(submit_message)(owner, MESSAGE)
    async with open_tab(stream_of(owner.pk)) as tab:
        before, begun = work.commits, time.monotonic()
        await execute(run.pk)
        figures = {"seconds": time.monotonic() - begun, "commits": work.commits - before}
        await tab.until(lambda tab: bool(tab.of_type("agent_done") or tab.of_type("run_failed")))
    await run.arefresh_from_db()
    if run.status != Run.Status.SUCCEEDED:
        raise RuntimeError(f"The run has {run.status}: {run.error}")
    return figures


async def with_bare_sdk(work: DatabaseWork) -> dict[str, float]:
    owner, _ = await User.objects.aget_or_create(username="alice")
    tools = [_on_database(tool, owner.pk) for tool in TOOLS if tool.name in CHAT_TOOLS]
    before, begun = work.commits, time.monotonic()
    endpoint = settings.AGENT_ENDPOINT
    if endpoint is None:
        raise RuntimeError("This needs a model endpoint.")
    async with connect(endpoint) as client:
        model = OpenAIChatCompletionsModel(model=endpoint.model, openai_client=client)
        await answer(MESSAGE, model, MAX_TURNS, tools)
    return {"seconds": time.monotonic() - begun, "commits": work.commits - before}


def _on_database(tool: Tool[Any], owner_id: UUID) -> FunctionTool:
    @transaction.atomic
    def effect(given: str) -> dict[str, Any]:
        done = tool.effect(User.objects.get(pk=owner_id), tool.arguments.model_validate_json(given), SoFar())
        if not isinstance(done, Outcome):
            raise TypeError(f"{tool.name} is not done in one go.")
        return done.output.as_json()

    return bare_tool(tool, sync_to_async(effect))


def main(who: str) -> None:
    run = {"runner": with_runner, "bare": with_bare_sdk}[who]
    work = DatabaseWork()
    with asyncio.Runner() as runner:
        for _ in sys.stdin:
            print(json.dumps(runner.run(run(work))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
