"""A client of the API, on Django's test client."""

from __future__ import annotations

import json
from typing import Any, Self

from django.test import Client
from rest_framework_simplejwt.tokens import AccessToken

from chatbot.models import User


def problem(code: str, sentence: str, **more: Any) -> dict[str, Any]:
    """The complete error response."""
    return {"error": sentence, "detail": sentence, "code": code, **more}


class Api:
    def __init__(self, **headers: str) -> None:
        # An unexpected exception is answered, not raised into the test: clients see a 500.
        self._client = Client(
            raise_request_exception=False, headers={"Accept": "application/json", **headers}
        )

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(Authorization=f"Bearer {AccessToken.for_user(user)}")

    def get(self, path: str, query: Any = None, **headers: str) -> Any:
        return self._client.get(path, query, headers=_named(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a body as JSON; bytes are sent as they are."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self._client.generic(
            method, path, raw, content_type="application/json", headers=_named(headers)
        )

    def send_file(self, path: str, content: bytes, content_type: str, **headers: str) -> Any:
        return self._client.generic("POST", path, content, content_type=content_type, headers=_named(headers))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
