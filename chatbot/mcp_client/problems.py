"""Why a server could not be used, from what its connection raised."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from chatbot.models import McpServer
from chatbot.outgoing.addresses import NotPublic, UnknownHost

Problem = McpServer.Problem


class ServerProblem(Exception):
    """`may_have_done_it`: the call was sent, so that it may have taken effect."""

    def __init__(self, problem: Problem, *, may_have_done_it: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.may_have_done_it = may_have_done_it


# What a connection raises, alone or in groups, if it is not as it should be. `OSError` includes
# `TimeoutError`, and that a program does not start; the last ones are how the protocol's package refuses what
# it cannot read.
EXPECTED = (
    OSError,
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpx2.StreamError,
    MCPError,
    ValidationError,
    ValueError,
    RuntimeError,
)


def problem_of(raised: BaseException, status: int | None) -> Problem | None:
    """`None` for an error of ours. `status` is that of the last HTTP answer."""
    errors = list(_leaves(raised))
    if not all(isinstance(error, EXPECTED) for error in errors):
        return None
    return min((_problem(error, status) for error in errors), key=list(Problem).index)


def _leaves(raised: BaseException) -> Iterator[BaseException]:
    if isinstance(raised, BaseExceptionGroup):
        for error in raised.exceptions:
            yield from _leaves(error)
    else:
        yield raised


def _problem(error: BaseException, status: int | None) -> Problem:
    match error:
        case UnknownHost():
            return Problem.UNKNOWN_HOST
        case NotPublic() | httpx2.InvalidURL():
            return Problem.ADDRESS
        case TimeoutError() | httpx2.TimeoutException():
            return Problem.TIMEOUT
        case OSError() | httpx2.TransportError():
            return Problem.CONNECTION
    match status:
        case 401 | 403:
            return Problem.REFUSED
        case 301 | 302 | 303 | 307 | 308:
            return Problem.REDIRECT
        case _:
            return Problem.PROTOCOL
