"""Conditional requests on a task (RFC 9110, 13): no client overwrites a change that it has not read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.errors import PreconditionFailed
from chatbot.domain.tasks.as_json import etag_of, task_json
from chatbot.domain.tasks.commands import get_task_for_update
from chatbot.models import Task

ETAG = OpenApiParameter(
    "ETag", location=OpenApiParameter.HEADER, response=[200, 201], description="Of the task as it is now."
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    location=OpenApiParameter.HEADER,
    description="The `ETag` of the task as you know it (or several, or `*`): 412 if it has changed since.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    location=OpenApiParameter.HEADER,
    description="The `ETag` of the task as you know it: 304 if it is still the same.",
)


def tagged(task: Task, status: int = 200) -> Response:
    """The task, or with 304 only its tag."""
    return tagged_json(None if status == 304 else task_json(task), etag_of(task), status)


def tagged_json(body: Any, etag: str, status: int) -> Response:
    """`no-transform`, because a proxy that compresses an answer gives it another tag, not one of ours."""
    headers = {"ETag": etag, "Cache-Control": "private, no-store, no-transform"}
    return Response(body, status=status, headers=headers)


def check_match(request: Request, task_id: UUID) -> None:
    """Lock the task, for the caller's transaction, if a condition is given.

    Raises `PreconditionFailed`, `NotFound`. A weak tag matches nothing, and neither does what is no tag.
    """
    if "If-Match" not in request.headers and "If-None-Match" not in request.headers:
        return
    task = get_task_for_update(user_of(request), task_id)
    given = request.headers.get("If-Match")
    if given is not None and not {etag_of(task), "*"} & set(parse_etags(given)):
        raise PreconditionFailed(task)
    if is_known(request, task):
        raise PreconditionFailed(task)


def is_known(request: Request, task: Task) -> bool:
    """Whether `If-None-Match` names the task as it is; here a weak tag counts as its strong one."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return bool({etag_of(task), "*"} & {tag.removeprefix("W/") for tag in given})
