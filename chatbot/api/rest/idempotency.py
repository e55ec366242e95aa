"""The header with which a client may send the same request again."""

from __future__ import annotations

from collections.abc import Callable

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from chatbot.api.rest.authentication import user_of
from chatbot.domain.idempotency import KEY_LENGTH, Json, answer_once

HEADER = "Idempotency-Key"
KEY_USED = "The key was used for another request."


def key_parameter(description: str) -> OpenApiParameter:
    """The header, for the schema."""
    return OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description=description)


ADDS_ONCE = key_parameter("A resend gets the first one's answer, and adds nothing.")


def add_once(request: Request, what: str, add: Callable[[], Json]) -> Json:
    """Carry out the request once for its key, if it has one: see `answer_once`."""
    return answer_once(user_of(request), idempotency_key(request), {what: request.data}, add)


def idempotency_key(request: Request) -> str:
    """The request's key, or "". Raises `ValidationError`."""
    key = request.headers.get(HEADER)
    if key is None:
        return ""
    if not key.strip() or not key.isprintable() or len(key) > KEY_LENGTH:
        raise ValidationError({HEADER: [f"This must be 1 to {KEY_LENGTH} printable characters."]})
    return key
