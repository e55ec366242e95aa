"""Executes a run: a deterministic replay of what is recorded, plus the first step that is not."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any
from uuid import UUID

from agents import Agent, RunConfig, Runner, set_trace_processors
from agents.run_config import ToolExecutionConfig
from asgiref.sync import ThreadSensitiveContext
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections

from chatbot.domain.database_errors import may_pass
from chatbot.domain.journal.turns import recorded_turns
from chatbot.domain.runs import attempts, endings
from chatbot.domain.runs.attempts import Claim, LeaseLost, StopRequested
from chatbot.loops import on_second_loop
from chatbot.models import Run
from streaming.announce import notifying_here

from .bounds import OutOfBounds, took_too_long
from .context import RunContext
from .database import database, wait_longer_for_locks
from .endpoint.faults import Fault
from .failures import EXPECTED_ERRORS, UNSTORABLE, explain, root_of
from .instructions import run_input
from .invoke import Resting, offered, say_unknown
from .journal import JournaledModel
from .model import build_model
from .reply import Reply
from .stops import stops
from .team import PlanSchema, team_input

logger = logging.getLogger(__name__)

MAX_TURNS = 24
# Without this, traces go to the SDK vendor whenever its key is in the environment.
set_trace_processors([])
_RUN_CONFIG = RunConfig(
    workflow_name="chat",
    tracing_disabled=True,
    tool_execution=ToolExecutionConfig(max_function_tool_concurrency=1),
    tool_not_found_behavior="return_error_to_model",
    tool_error_formatter=say_unknown,
)


async def execute(run_id: UUID) -> None:
    """Take a queued run and bring it to its end, or to its rest; does nothing if it is not to be had.

    Cancelled, it gives the run back, for another process to go on with.
    """
    thread = ThreadPoolExecutor(1, thread_name_prefix="run", initializer=wait_longer_for_locks)
    try:
        async with ThreadSensitiveContext(executor=thread), notifying_here():
            before = copy_context()
            claiming = asyncio.create_task(database(attempts.claim, run_id))
            try:
                claim = await asyncio.shield(claiming)
                if claim is not None:
                    await _execute(claim)
            except asyncio.CancelledError:
                # Not in this context: a step that is cut off midway leaves its executor there.
                await asyncio.shield(asyncio.create_task(_hand_over(claiming), context=before))
                raise
    finally:
        # Not awaited: a run that is cancelled here would leave its connection open.
        thread.submit(connections.close_all)
        thread.shutdown(wait=False)


async def _execute(claim: Claim) -> None:
    context = RunContext(claim, Reply(claim))
    try:
        await _until_end(context)
    except StopRequested:
        await database(endings.cancel, claim, context.reply.text)
    except LeaseLost:
        logger.warning("Run %s was taken from attempt %d", claim.run_id, claim.attempt)


async def _hand_over(claiming: asyncio.Task[Claim | None]) -> None:
    claim = await claiming
    if claim is not None:
        await database(endings.hand_over, claim)


async def _until_end(context: RunContext) -> None:
    """Raises `StopRequested` and `LeaseLost`; what was at work has come to rest by then."""
    async with stops.of(context.claim.run_id) as called:
        work = asyncio.create_task(on_second_loop(_answer(context)))
        lease = asyncio.create_task(_keep(context))
        stop = asyncio.create_task(called.wait())
        limit = asyncio.create_task(_run_out(context.claim))
        tasks = (work, lease, stop, limit)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if stop.done() and not work.done():
                raise StopRequested
            if lease.done() and not work.done():
                lease.result()
            if limit.done() and not work.done():
                work.cancel()
                await asyncio.wait([work])  # it stores what is written
                await _fail(context.claim, took_too_long())
                return
            await _conclude(context, work)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _conclude(context: RunContext, work: asyncio.Task[str]) -> None:
    """Raises what another attempt may overcome, for the sweeper to take the run up when its lease is over."""
    claim, raised = context.claim, work.exception()
    if raised is None:
        (raised,) = await asyncio.gather(
            database(endings.succeed, claim, work.result(), cut_off=context.cut_off), return_exceptions=True
        )
    if raised is None:
        return
    error = root_of(raised)
    if isinstance(error, Resting):
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
    # Raises `LeaseLost` where the run was deleted: then it is no wonder that something was not found.
    await database(endings.fail, claim, failure.code, failure.sentence)
    # In a detail, keys are blacked out already.
    reason = error.detail if isinstance(error, Fault) else type(error).__name__
    logger.error(
        "Run %s failed: %s (%s)", claim.run_id, failure.code, reason, exc_info=None if known else error
    )


async def _answer(context: RunContext) -> str:
    """The reply, from the journal as far as it goes and from the model from there on."""
    run, given, recorded, max_turns = await database(_prepare, context.claim)
    context.run = run
    model = JournaledModel(build_model(run.model), context, given, recorded)
    agent = Agent[RunContext](
        name=given.get("agent", "Lockstep"),
        instructions=given["instructions"],
        model=model,
        tools=[*offered(given)],
        output_type=PlanSchema() if given.get("output") == "plan" else None,
    )
    try:
        # Not `run_streamed`: what people see comes from the journaled model, which streams by itself.
        result = await Runner.run(
            agent, given["items"], context=context, max_turns=max_turns, run_config=_RUN_CONFIG
        )
    finally:
        try:
            await context.reply.finish()
        finally:
            await model.close()
    return context.reply.text or str(result.final_output or "")


def _prepare(claim: Claim) -> tuple[Run, dict[str, Any], list[dict[str, Any]], int]:
    """The run, what the SDK is given, the answers that are recorded, and how many the run may come to."""
    run = Run.objects.select_related("owner", "conversation", "trigger").get(pk=claim.run_id)
    recorded = recorded_turns(run)
    inherited = len(recorded) - run.turns.count() if run.continues_id is not None else 0
    compose = run_input if run.purpose == Run.Purpose.CHAT else team_input
    return run, run.input or compose(run), recorded, inherited + MAX_TURNS


async def _run_out(claim: Claim) -> None:
    """Wait until the run has been at work for `RUN_LIMIT`, in all of its attempts."""
    await asyncio.sleep(settings.RUN_LIMIT - claim.worked.total_seconds())


async def _keep(context: RunContext) -> None:
    """Renew the lease while the run is at work. Raises `LeaseLost`, `StopRequested`.

    What comes of an answer and is not stored, as thinking, is recorded as progress along with it.
    """
    while True:
        await asyncio.sleep(min(settings.RUN_LEASE, settings.RUN_TIMEOUT) / 4)
        renew = attempts.renew_with_progress if context.has_progressed else attempts.renew
        context.has_progressed = False
        try:
            await database(renew, context.claim)
        except DatabaseError as error:
            logger.warning("Could not renew the lease of run %s: %r", context.claim.run_id, error)
