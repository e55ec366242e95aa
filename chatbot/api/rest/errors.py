"""The one place where errors become responses; `chatbot.problems` says what is in them."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.domain.errors import Conflict, DomainError, Invalid, KeyInUse, KeyReused, LimitReached, NotFound
from chatbot.domain.tasks.as_json import etag_of, task_json
from chatbot.models import Task
from chatbot.outage import RETRY_AFTER, SENTENCE, UNAVAILABLE
from chatbot.problems import CONTENT_TYPE, NAME_LENGTH, has_problem_details, problem_body, sentences
from streaming.log import iso
from streaming.outage import is_outage

_DOMAIN_STATUS: dict[type[DomainError], int] = {
    Invalid: 400,
    NotFound: 404,
    KeyReused: 422,
    Conflict: 409,
    LimitReached: 429,
}
_SENTENCES = {
    "not_authenticated": "Sign in first.",
    "token_not_valid": "This token is not valid, or no longer. Sign in again.",
    "not_found": "There is nothing here.",
}
_GENERAL = "non_field_errors"


class Refusal(exceptions.APIException):
    """A refusal that says more than its sentence, or has headers of its own."""

    def __init__(
        self,
        sentence: str | None = None,
        code: str | None = None,
        *,
        more: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(sentence, code)
        self.more, self.headers = more or {}, headers or {}


class PreconditionFailed(Refusal):
    """The task is not as the client's `If-Match` says, or as its `If-None-Match` excludes."""

    status_code = 412
    default_code = "precondition_failed"
    default_detail = "The task was changed since you read it. Look at it as it is now, then send this again."

    def __init__(self, task: Task) -> None:
        super().__init__(more={"task": task_json(task)}, headers={"ETag": etag_of(task)})


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = "The request is too large."


def limit_fields(reset_at: datetime) -> dict[str, str]:
    """When a limit is lifted, under both names that clients look for."""
    return {"reset_at": iso(reset_at), "resets_at": iso(reset_at)}


def seconds_until(reset_at: datetime) -> int:
    return max(math.ceil((reset_at - timezone.now()).total_seconds()), 1)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """`None` for what nobody foresaw: that is logged, and answered with 500."""
    request: Request = context["request"]
    match error:
        case DomainError():
            return _of_domain(request, error)
        case exceptions.ValidationError():
            return _of_fields(request, error)
        case exceptions.APIException():
            return _of_framework(request, error)
        case RequestDataTooBig():
            return _of_framework(request, TooLarge())
        case Http404():
            return _of_framework(request, exceptions.NotFound())
        case DjangoPermissionDenied():
            return _of_framework(request, exceptions.PermissionDenied())
        case OperationalError() | InterfaceError() if is_outage(error):
            response = problem(request, 503, UNAVAILABLE, SENTENCE)
            response["Retry-After"] = str(RETRY_AFTER)
            return response
    return None


def problem(request: Request, status: int, code: str, sentence: str, **more: Any) -> Response:
    content_type = CONTENT_TYPE if has_problem_details(request) else None
    return Response(problem_body(request, status, code, sentence, **more), status, content_type=content_type)


def _of_domain(request: Request, error: DomainError) -> Response:
    if isinstance(error, KeyReused) and not has_problem_details(request):
        return problem(request, 409, Conflict.code, error.message)
    status = next((status for kind, status in _DOMAIN_STATUS.items() if isinstance(error, kind)), 400)
    match error:
        case Invalid(field=field) if field:
            return problem(request, status, error.code, error.message, invalid={field: [error.message]})
        case KeyInUse():
            response = problem(request, status, error.code, error.message)
            response["Retry-After"] = "1"
            return response
        case LimitReached(reset_at=reset_at):
            response = problem(request, status, error.code, error.message, **limit_fields(reset_at))
            left = seconds_until(reset_at)
            response["Retry-After"], response["RateLimit"] = str(left), f'"account";r=0;t={left}'
            return response
    return problem(request, status, error.code, error.message)


def _of_fields(request: Request, error: exceptions.ValidationError) -> Response:
    invalid = dict(error.detail) if isinstance(error.detail, dict) else {_GENERAL: error.detail}
    if general := sentences(invalid.pop(_GENERAL, [])):
        return problem(request, 400, "invalid", general[0], invalid=invalid)
    name, value = next(iter(invalid.items()))
    return problem(
        request, 400, "invalid", f"{str(name)[:NAME_LENGTH]}: {sentences(value)[0]}", invalid=invalid
    )


def _of_framework(request: Request, error: exceptions.APIException) -> Response:
    # Some libraries put a dictionary here, with the sentence under `detail` and the code beside it.
    detail: dict[str, Any] = error.detail if isinstance(error.detail, dict) else {"detail": error.detail}
    code = str(detail.get("code") or getattr(error.detail, "code", error.default_code))
    sentence = _SENTENCES.get(code) or sentences(detail)[0]
    response = problem(request, error.status_code, code, sentence, **getattr(error, "more", {}))
    for name, value in getattr(error, "headers", {}).items():
        response[name] = value
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(math.ceil(wait))
    return response
