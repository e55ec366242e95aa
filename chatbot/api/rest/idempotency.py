"""`Idempotency-Key`: a POST with it is carried out once, and a resend gets the first answer.

An answer may have a secret that is shown only once, so it is stored encrypted.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.domain.errors import Conflict
from chatbot.domain.idempotency import KEY_LENGTH, Json, answer_once, claim_key
from chatbot.models import User
from chatbot.problems import has_problem_details

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
_HEADERS = ("ETag", "Location", "Retry-After", "Cache-Control")


def carry_out_once(request: Request, carry_out: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The view's answer, or that to the first request with the key. A refusal does not use the key."""
    key = idempotency_key(request)
    if not key or not isinstance(request.user, User):
        return carry_out()
    done: list[HttpResponseBase] = []

    def answer() -> Json:
        done.append(carry_out())
        return {"sealed": _cipher(key).encrypt(_written(done[0])).decode()}

    with transaction.atomic():
        if has_problem_details(request):  # elsewhere a resend waits for the first request
            claim_key(user_of(request), key)
        stored = answer_once(user_of(request), key, _described(request), answer)
    return done[0] if done else _replayed(_opened(stored, key))


def idempotency_key(request: Request) -> str:
    """The request's key, or "". Raises `ValidationError`."""
    key = request.headers.get(HEADER)
    if key is None:
        return ""
    if not key.strip() or not key.isprintable() or len(key) > KEY_LENGTH:
        raise ValidationError({HEADER: [f"This must be 1 to {KEY_LENGTH} printable characters."]})
    return key


def _described(request: Request) -> Json:
    body: Any = request.data
    if isinstance(body, bytes):
        body = hashlib.sha256(body).hexdigest()
    return {"path": request.path_info, "query": request.META.get("QUERY_STRING", ""), "body": body}


def _cipher(key: str) -> Fernet:
    secret = salted_hmac("answers of requests with an idempotency key", key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def _opened(stored: Json, key: str) -> Json:
    """Raises `Conflict` if the answer was encrypted with another `SECRET_KEY`."""
    try:
        answer: Json = json.loads(_cipher(key).decrypt(stored["sealed"]))
    except InvalidToken as error:
        raise Conflict(
            "This request was carried out, but its answer cannot be read any more, since the key of the site "
            "was changed."
        ) from error
    return answer


def _written(response: HttpResponseBase) -> bytes:
    if isinstance(response, Response):
        body = "" if response.data is None else JSONRenderer().render(response.data).decode()
    else:
        body = cast(HttpResponse, response).content.decode()
    headers = {name: response[name] for name in _HEADERS if response.has_header(name)}
    return json.dumps({"status": response.status_code, "headers": headers, "body": body}).encode()


def _replayed(stored: Json) -> Response:
    data = json.loads(stored["body"]) if stored["body"] else None
    return Response(data, stored["status"], headers={**stored["headers"], REPLAYED: "true"})
