"""Errors in the shape of OpenAI's API, in which its clients look for them."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import APIException

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    429: "rate_limit_error",
}


class Refused(APIException):
    default_code = "invalid"

    def __init__(self, sentence: str, *, param: str = "", code: str = "invalid", status: int = 400) -> None:
        super().__init__(sentence, code)
        self.status_code = status
        self.param = param


def error_body(status: int, code: str, sentence: str, param: str = "") -> dict[str, Any]:
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    return {"error": {"message": sentence, "type": kind, "param": param or None, "code": code}}
