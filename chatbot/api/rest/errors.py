"""The one place where errors become responses: `{"error": sentence, "detail", "code", "fields": …}`."""

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
from rest_framework.response import Response

from chatbot.domain.errors import Conflict, DomainError, Invalid, LimitReached, NotFound
from chatbot.domain.tasks.as_json import etag_of, task_json
from chatbot.models import Task
from chatbot.outage import RETRY_AFTER, SENTENCE, UNAVAILABLE
from streaming.log import iso
from streaming.outage import is_outage

_DOMAIN_STATUS: dict[type[DomainError], int] = {Invalid: 400, NotFound: 404, Conflict: 409, LimitReached: 429}
_SENTENCES = {
    "not_authenticated": "Sign in first.",
    "token_not_valid": "This token is not valid, or no longer. Sign in again.",
    "not_found": "There is nothing here.",
}
_FIELDS_SHOWN = 20
_NAME_LENGTH = 200  # of an unknown field, which may be as long as a body
_GENERAL = "non_field_errors"


class PreconditionFailed(exceptions.APIException):
    """The task is not as the client's `If-Match` says, or as its `If-None-Match` excludes."""

    status_code = 412
    default_code = "precondition_failed"
    default_detail = "The task was changed since you read it. Look at it as it is now, then send this again."

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = "The request is too large."


def problem(status: int, code: str, sentence: str, **more: Any) -> Response:
    return Response(problem_body(code, sentence, **more), status=status)


def problem_body(code: str, sentence: str, **more: Any) -> dict[str, Any]:
    """What every refusal says. The sentence comes twice, for clients look for it under either name."""
    return {"error": sentence, "detail": sentence, "code": code, **more}


def limit_fields(reset_at: datetime) -> dict[str, str]:
    """When a limit is lifted, under both names that clients look for."""
    return {"reset_at": iso(reset_at), "resets_at": iso(reset_at)}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """`None` for what nobody foresaw: that is logged, and answered with 500."""
    match error:
        case DomainError():
            return _of_domain(error)
        case exceptions.ValidationError():
            return _of_fields(error)
        case PreconditionFailed(task=task):
            response = _of_framework(error)
            response.data["task"] = task_json(task)
            response["ETag"] = etag_of(task)
            return response
        case exceptions.APIException():
            return _of_framework(error)
        case RequestDataTooBig():
            return _of_framework(TooLarge())
        case Http404():
            return _of_framework(exceptions.NotFound())
        case DjangoPermissionDenied():
            return _of_framework(exceptions.PermissionDenied())
        case OperationalError() | InterfaceError() if is_outage(error):
            response = problem(503, UNAVAILABLE, SENTENCE)
            response["Retry-After"] = str(RETRY_AFTER)
            return response
    return None


def _of_domain(error: DomainError) -> Response:
    status = next((status for kind, status in _DOMAIN_STATUS.items() if isinstance(error, kind)), 400)
    response = problem(status, error.code, error.message)
    match error:
        case Invalid(field=field) if field:
            response.data["fields"] = {field: [error.message]}
        case LimitReached(reset_at=reset_at):
            response.data |= limit_fields(reset_at)
            left = (reset_at - timezone.now()).total_seconds()
            response["Retry-After"] = str(max(math.ceil(left), 1))
    return response


def _of_fields(error: exceptions.ValidationError) -> Response:
    detail = error.detail if isinstance(error.detail, dict) else {_GENERAL: error.detail}
    shown = list(detail.items())[:_FIELDS_SHOWN]
    fields = {str(name)[:_NAME_LENGTH]: _sentences(value) for name, value in shown}
    if general := fields.pop(_GENERAL, None):
        return problem(400, "invalid", general[0], **({"fields": fields} if fields else {}))
    name, sentences = next(iter(fields.items()))
    return problem(400, "invalid", f"{name}: {sentences[0]}", fields=fields)


def _of_framework(error: exceptions.APIException) -> Response:
    # Some libraries put a dictionary here, with the sentence under `detail` and the code beside it.
    detail: dict[str, Any] = error.detail if isinstance(error.detail, dict) else {"detail": error.detail}
    code = str(detail.get("code") or getattr(error.detail, "code", error.default_code))
    response = problem(error.status_code, code, _SENTENCES.get(code) or _sentences(detail)[0])
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(math.ceil(wait))
    return response


def _sentences(detail: Any) -> list[str]:
    """The texts of an arbitrarily nested detail, in order."""
    match detail:
        case dict():
            return [text for value in detail.values() for text in _sentences(value)]
        case list() | tuple():
            return [text for value in detail for text in _sentences(value)]
        case _:
            return [str(detail)]
