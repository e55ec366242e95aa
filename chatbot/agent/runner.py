"""Executes a run: a deterministic replay of its journal, plus the first step that is not in it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, NamedTuple
from uuid import UUID

from agents import Agent, RunConfig, Runner, set_trace_processors
from agents.run_config import ToolExecutionConfig
from django.conf import settings
from django.db import Error as DatabaseError

from chatbot.domain.database_errors import may_pass
from chatbot.domain.journal.turns import recorded_turns
from chatbot.domain.runs import attempts, endings
from chatbot.domain.runs.attempts import Claim, LeaseLost, StopRequested
from chatbot.log_context import logged_with
from chatbot.models import Run

from .asking import ApprovalPending
from .bounds import OutOfBounds, took_too_long
from .context import RunContext
from .database import database
from .endpoint.faults import Fault
from .failures import EXPECTED_ERRORS, UNSTORABLE, explain, root_of
from .instructions import run_input
from .invoke import offered, say_unknown
from .journaled_model import JournaledModel
from .lease import Lease
from .model import model_of
from .reply import Reply
from .run_journal import RunJournal
from .stops import stops
from .team import PlanSchema, team_input

logger = logging.getLogger(__name__)

MAX_TURNS = 24
# Without this, traces are sent to the SDK vendor whenever its key is in the environment.
set_trace_processors([])
_RUN_CONFIG = RunConfig(
    workflow_name="chat",
    tracing_disabled=True,
    tool_execution=ToolExecutionConfig(max_function_tool_concurrency=1),
    tool_not_found_behavior="return_error_to_model",
    tool_error_formatter=say_unknown,
)


async def execute(run_id: UUID) -> None:
    """Claim a queued run, and execute it until it ends or waits for approval. Does nothing if
    it is claimed already.

    If it is cancelled, it releases the run, so that another process resumes it.
    """
    claiming = asyncio.create_task(database(attempts.claim_run, run_id))
    try:
        run = await asyncio.shield(claiming)
        if run is not None:
            await _execute(run)
    except asyncio.CancelledError:
        await asyncio.shield(asyncio.create_task(_hand_over(claiming)))
        raise


async def _execute(run: Run) -> None:
    claim = Claim.of(run)
    reply = Reply(claim)
    with logged_with(run_id=str(claim.run_id), user_id=str(claim.owner_id)):
        try:
            await _until_end(run, claim, reply)
        except StopRequested:
            await database(endings.cancel, claim, reply.text)
        except LeaseLost:
            logger.warning("Run %s was taken from attempt %d", claim.run_id, claim.attempt)


async def _hand_over(claiming: asyncio.Task[Run | None]) -> None:
    run = await claiming
    if run is not None:
        await database(endings.hand_over, Claim.of(run))


async def _until_end(run: Run, claim: Claim, reply: Reply) -> None:
    """Raises `StopRequested` and `LeaseLost`, after all tasks of the attempt have ended."""
    async with stops.of(claim.run_id) as called:
        lease = Lease(claim)
        work = asyncio.create_task(_answer(run, claim, reply, lease))
        keeping = asyncio.create_task(lease.keep())
        stop = asyncio.create_task(called.wait())
        limit = asyncio.create_task(_run_out(claim))
        tasks = (work, keeping, stop, limit)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if stop.done() and not work.done():
                raise StopRequested
            if keeping.done() and not work.done():
                keeping.result()
            if limit.done() and not work.done():
                work.cancel()
                await asyncio.wait([work])  # it stores the text so far
                await _fail(claim, took_too_long())
                return
            await _conclude(claim, work)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class _Written(NamedTuple):
    """The complete reply, and how its run ends."""

    text: str
    journal: RunJournal


async def _conclude(claim: Claim, work: asyncio.Task[_Written]) -> None:
    """Raises errors that another attempt may not have: the sweeper requeues the run
    when its lease expires."""
    raised = work.exception()
    if raised is None:
        text, journal = work.result()
        (raised,) = await asyncio.gather(journal.succeed(text), return_exceptions=True)
    if raised is None:
        return
    error = root_of(raised)
    if isinstance(error, ApprovalPending):
        return
    is_refused_write = isinstance(error, DatabaseError) and not may_pass(error)
    if isinstance(error, (LeaseLost, StopRequested, DatabaseError)) and not is_refused_write:
        raise error
    await _fail(claim, error)


async def _fail(claim: Claim, error: BaseException) -> None:
    known = isinstance(error, EXPECTED_ERRORS)
    match error:
        case OutOfBounds():
            failure = error.failure
        case DatabaseError():
            failure = UNSTORABLE
        case _:
            failure = explain(error)
    # Raises `LeaseLost` if the run was deleted, which explains that something was not found.
    await database(endings.fail, claim, failure.code, failure.sentence)
    # Keys are removed from details already.
    reason = error.detail if isinstance(error, Fault) else type(error).__name__
    logger.error(
        "Run %s failed: %s (%s)", claim.run_id, failure.code, reason, exc_info=None if known else error
    )


async def _answer(run: Run, claim: Claim, reply: Reply, lease: Lease) -> _Written:
    """The reply, from the journal as far as possible and then from the model."""
    given, recorded, max_turns = await database(_prepare, run)
    journal = RunJournal(claim, given, recorded)
    context = RunContext(claim, reply, lease, journal)
    model = JournaledModel(model_of(run), context, given)
    agent = Agent[RunContext](
        name=given.get("agent", "Lockstep"),
        instructions=given["instructions"],
        model=model,
        tools=[*offered(given)],
        output_type=PlanSchema() if given.get("output") == "plan" else None,
    )
    try:
        async with reply:
            # Not `run_streamed`, since the journaled model streams to people by itself.
            result = await Runner.run(
                agent, given["items"], context=context, max_turns=max_turns, run_config=_RUN_CONFIG
            )
    finally:
        await model.close()
    return _Written(reply.text or str(result.final_output or ""), journal)


def _prepare(run: Run) -> tuple[dict[str, Any], list[dict[str, Any]], int]:
    """The input of the SDK, the recorded answers, and the maximum number of turns."""
    recorded = recorded_turns(run)
    inherited = len(recorded) - run.turns.count() if run.continues_id is not None else 0
    compose = run_input if run.purpose == Run.Purpose.CHAT else team_input
    return run.input or compose(run), recorded, inherited + MAX_TURNS


async def _run_out(claim: Claim) -> None:
    """Wait until all attempts of the run together have run for `RUN_LIMIT`."""
    await asyncio.sleep(settings.RUN_LIMIT - claim.run.worked.total_seconds())
