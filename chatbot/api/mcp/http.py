"""`/mcp`: the protocol over streamable HTTP, without sessions, with tokens of people or of OAuth."""

from __future__ import annotations

import json
import math
from functools import partial
from io import BytesIO
from typing import Any

from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.db import InterfaceError, OperationalError
from mcp.server.streamable_http_manager import RequestBodyLimitMiddleware, StreamableHTTPSessionManager
from starlette.responses import JSONResponse

from chatbot.addresses import METADATA_PATH
from chatbot.api.rest.scopes import READ
from chatbot.api.rest.throttling import Rate, count_request, describe_rate
from chatbot.outage import RETRY_AFTER, SENTENCE, UNAVAILABLE
from chatbot.problems import old_problem_body
from chatbot.wire.origin import is_allowed_origin
from streaming.outage import is_outage

from .catalogue import SCOPES
from .client import Client, client_with, database
from .server import server_for

MOST_BYTES = 1_048_576  # of a request
_READING = ("resources/", "prompts/")


async def serve(scope: Any, receive: Any, send: Any) -> None:
    """Answer one request, or refuse it before anything of it is read."""
    request = ASGIRequest(scope, BytesIO())
    try:
        answer = _refusal(request) or await _answer_for(request)
    except (OperationalError, InterfaceError) as error:
        if not is_outage(error):
            raise
        answer = _refuse(503, UNAVAILABLE, SENTENCE, **{"Retry-After": str(RETRY_AFTER)})
    await answer(scope, receive, send)


def _refusal(request: ASGIRequest) -> JSONResponse | None:
    """For pages of other sites, which may have made this host's name theirs; and for other methods.

    Without sessions there is nothing to GET or DELETE.
    """
    try:
        host = request.get_host()
    except DisallowedHost:
        return _refuse(400, "bad_host", "This host is not one of the site's.")
    origin = request.headers.get("Origin")
    if origin is not None and not is_allowed_origin(origin, host, secure=request.is_secure()):
        return _refuse(403, "bad_origin", "Pages of other sites cannot use this address.")
    if request.method != "POST":
        return _refuse(405, "method_not_allowed", "Send a POST.", Allow="POST")
    return None


async def _answer_for(request: ASGIRequest) -> Any:
    site = f"{request.scheme}://{request.get_host()}"
    metadata = f'resource_metadata="{site}{METADATA_PATH}"'
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        sentence = "Send a personal token, or sign in with OAuth: Authorization: Bearer lockstep_…"
        return _refuse(401, "not_authenticated", sentence, **{"WWW-Authenticate": f"Bearer {metadata}"})
    client = await database(client_with, token.strip(), site)
    if client is None:
        sentence = "This token is not valid: it was revoked, or has expired."
        challenge = {"WWW-Authenticate": f'Bearer error="invalid_token", {metadata}'}
        return _refuse(401, "personal_token_not_valid", sentence, **challenge)
    rate = await database(count_request, str(client.owner.pk))
    if rate is not None and rate.is_exceeded:
        return _refuse_for_now(rate)
    return RequestBodyLimitMiddleware(partial(_serve, client), MOST_BYTES)


def _refuse_for_now(rate: Rate) -> JSONResponse:
    seconds = math.ceil(rate.resets_in)
    sentence = f"Too many requests. Send this again after {seconds} seconds."
    answer = _refuse(429, "throttled", sentence, **{"Retry-After": str(seconds)})
    describe_rate(answer.headers, rate)
    return answer


async def _serve(client: Client, scope: Any, receive: Any, send: Any) -> None:
    """Answer a request whose body comes in one message."""
    first = await receive()
    missing = _scope_for(first.get("body", b""))
    if missing and missing not in client.scopes:
        sentence = f"This token does not have the scope “{missing}”."
        challenge = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{missing}"'}
        await _refuse(403, "insufficient_scope", sentence, **challenge)(scope, receive, send)
        return
    pending = [first]

    async def replayed() -> Any:
        return pending.pop() if pending else await receive()

    # A manager ends with its request, so that nothing has to be started and stopped with the process.
    manager = StreamableHTTPSessionManager(server_for(client), stateless=True)
    async with manager.run():
        await manager.handle_request(scope, replayed, send)


def _scope_for(body: bytes) -> str:
    """What the token must permit for this request; "" if any token will do, or it will be refused anyway."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    match message:
        case {"method": "tools/call", "params": {"name": str(name)}}:
            return SCOPES.get(name, "")
        case {"method": str(method)} if method.startswith(_READING):
            return READ
    return ""


def _refuse(status: int, code: str, sentence: str, **headers: str) -> JSONResponse:
    kept_nowhere = {"Cache-Control": "private, no-store"}
    return JSONResponse(old_problem_body(code, sentence), status, headers | kept_nowhere)
