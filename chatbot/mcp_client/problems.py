"""Why a server could not be used, from what its connection raised."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND
from pydantic import ValidationError

from chatbot.models import McpServer
from chatbot.outgoing.addresses import NotPublic, UnknownHost

Problem = McpServer.Problem


class ServerProblem(Exception):
    """`may_have_done_it`: the call was sent, so that it may have taken effect. `refusal`: why the server did
    nothing, in its own words.
    """

    def __init__(self, problem: Problem, *, may_have_done_it: bool = False, refusal: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.may_have_done_it = may_have_done_it
        self.refusal = refusal


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


def refusal_of(raised: BaseException, status: int | None) -> str:
    """What a server says of a request that it did not carry out; "" if it is not known whether it did.

    The protocol's package makes such errors itself of answers with status 200, 202 and redirects, all with
    the code of an invalid request: with these it proves nothing.
    """
    refusals = {METHOD_NOT_FOUND, INVALID_PARAMS}
    if status is None or status >= 400:
        refusals.add(INVALID_REQUEST)
    errors = list(_leaves(raised))
    if all(isinstance(error, MCPError) and error.code in refusals for error in errors):
        return str(errors[0])
    return ""


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
