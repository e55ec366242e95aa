"""Single objects that change: an `ETag`, and conditional requests (RFC 9110, 13).

No client overwrites a change that it has not read. Tasks have more to say: see `conditions`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import ClassVar

from django.db import models, transaction
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint
from chatbot.api.rest.errors import Refusal
from chatbot.domain.people.locking import lock_user
from streaming.entry import dumps

_WITHOUT = {"cursor"}  # of the owner's stream, not of the object
_CHANGING = {"PATCH", "PUT", "DELETE"}


class Changed(Refusal):
    status_code = 412
    default_code = "precondition_failed"
    default_detail = "It was changed since you read it. Look at it as it is now, then send this again."


class Entity(Endpoint):
    """Its `get` shows the object, and so do its `patch` and `put`.

    `locked` is the model of an object whose commands lock it, and not its owner first.
    """

    locked: ClassVar[type[models.Model] | None] = None

    def carry_out(self, request: Request, handle: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        if request.method in _CHANGING and "If-Match" in request.headers:
            with transaction.atomic():
                self._check_match(request)
                return _tagged(handle())
        response = _tagged(handle())
        known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
        if request.method in {"GET", "HEAD"} and _matches(response, known):
            return Response(status=304, headers={"ETag": response["ETag"]})
        return response

    def _check_match(self, request: Request) -> None:
        """Lock the object for the caller's transaction. Raises `Changed`, `NotFound`."""
        lock_user(user := user_of(request))
        user.refresh_from_db()  # it may have been changed before it was locked
        if self.locked:
            [key] = self.kwargs.values()
            self.locked._default_manager.select_for_update().filter(pk=key).first()
        shown = _tagged(self.get(request, **self.kwargs))  # type: ignore[attr-defined]
        if not _matches(shown, set(parse_etags(request.headers["If-Match"]))):
            raise Changed(headers={"ETag": shown["ETag"]})


def _matches(response: HttpResponseBase, tags: set[str]) -> bool:
    return bool({response.get("ETag"), "*"} & tags)


def _tagged(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, Response) and response.status_code == 200:
        shown = {name: value for name, value in response.data.items() if name not in _WITHOUT}
        response["ETag"] = f'"{hashlib.sha256(dumps(shown).encode()).hexdigest()[:32]}"'
        # A proxy that compresses an answer gives it another tag, not one of ours.
        response["Cache-Control"] = "private, no-store, no-transform"
    return response
