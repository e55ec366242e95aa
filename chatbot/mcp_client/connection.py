"""A connection to a server, opened to ask it one thing.

Nothing is kept between calls: a run may continue in another process at any moment. A server that remembers
something between the requests of a session forgets it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import httpx2
from mcp.client.client import Client
from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import Implementation

from chatbot.domain.mcp_servers.targets import Target

from .problems import EXPECTED, Problem, ServerProblem, problem_of, refusal_of
from .transport import LARGEST, LimitedTransport

CONNECT_TIMEOUT = 5.0  # seconds
START_TIMEOUT = 20.0  # of a program, which may take long to load
_CLOSE_TIMEOUT = 2.0
_CLIENT = Implementation(name="Lockstep", version="1")


async def ask[T](target: Target, question: Callable[[ClientSession], Awaitable[T]], *, seconds: float) -> T:
    """The answer to a question, for which it has some time. Raises `ServerProblem`.

    It ends by cancelling a scope, never its task: to stop a program, the protocol's package shields itself
    from scopes only, and would wait for ever for a program that was not stopped.
    """
    scope = anyio.CancelScope()
    asking = asyncio.create_task(_ask(target, question, seconds, scope))
    try:
        return await asyncio.shield(asking)
    except asyncio.CancelledError:
        asking.add_done_callback(lambda asked: asked.cancelled() or asked.exception())  # else it is logged
        scope.cancel()
        await asyncio.wait({asking})
        raise


async def _ask[T](
    target: Target,
    question: Callable[[ClientSession], Awaitable[T]],
    seconds: float,
    scope: anyio.CancelScope,
) -> T:
    http = LimitedTransport(allow_private=target.allow_private)
    answers: list[T] = []
    is_asked = False
    scope.deadline = anyio.current_time() + (START_TIMEOUT if target.command else CONNECT_TIMEOUT)
    try:
        with scope:
            async with _connected(target, http) as session:
                is_asked = True
                scope.deadline = anyio.current_time() + seconds
                answers.append(await question(session))
                scope.deadline = anyio.current_time() + _CLOSE_TIMEOUT
        if scope.cancelled_caught:
            raise TimeoutError
    except (BaseExceptionGroup, *EXPECTED) as error:
        if answers:  # only the end of the connection failed
            return answers[0]
        problem = Problem.TOO_LARGE if http.exceeded else problem_of(error, http.status)
        if problem is None:
            raise
        refusal = refusal_of(error, http.status) if is_asked else ""
        is_undone = not is_asked or bool(refusal) or problem == Problem.REFUSED
        raise ServerProblem(problem, may_have_done_it=not is_undone, refusal=refusal) from error
    return answers[0]


@asynccontextmanager
async def _connected(target: Target, http: LimitedTransport) -> AsyncIterator[ClientSession]:
    if target.command:
        program, *arguments = target.command
        started = StdioServerParameters(command=program, args=arguments, env=dict(target.env or {}))
        async with _session(stdio_client(started, errlog=sys.stderr)) as session:
            yield session
        return
    async with (
        httpx2.AsyncClient(transport=http, headers=target.headers, trust_env=False, timeout=None) as client,
        _session(
            streamable_http_client(target.url, http_client=client, max_sse_event_size=LARGEST)
        ) as session,
    ):
        yield session


@asynccontextmanager
async def _session(transport: object) -> AsyncIterator[ClientSession]:
    async with Client(transport, cache=None, client_info=_CLIENT) as client:  # type: ignore[arg-type]
        yield client.session
