"""The header with which a client may send the same request again."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from chatbot.domain.idempotency import KEY_LENGTH

HEADER = "Idempotency-Key"


def key_parameter(description: str) -> OpenApiParameter:
    """The header, for the schema."""
    return OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description=description)


def idempotency_key(request: Request) -> str:
    """The request's key, or "". Raises `ValidationError`."""
    key = request.headers.get(HEADER)
    if key is None:
        return ""
    if not key.strip() or not key.isprintable() or len(key) > KEY_LENGTH:
        raise ValidationError({HEADER: [f"This must be 1 to {KEY_LENGTH} printable characters."]})
    return key
