"""What programs get when a request fails: problem details (RFC 9457) below `/api/v1/`.

The addresses below `/api/` keep `{"error": sentence, "detail": sentence, "code", "fields": …}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from rest_framework.request import Request

from chatbot.addresses import API_ROOT
from chatbot.problem_types import title_of, type_of

CONTENT_TYPE = "application/problem+json"
_SHOWN = 20  # of the errors of fields
NAME_LENGTH = 200  # of an unknown field, which may be as long as a body
_ONLY_BEFORE_V1 = ("resets_at",)  # the same as `reset_at`


def has_problem_details(request: HttpRequest | Request) -> bool:
    return request.path.startswith(API_ROOT)


def problem_response(
    request: HttpRequest, status: int, code: str, sentence: str, **headers: str
) -> JsonResponse:
    """For what fails outside of the views of the API."""
    content_type = CONTENT_TYPE if has_problem_details(request) else "application/json"
    body = problem_body(request, status, code, sentence)
    return JsonResponse(body, status=status, content_type=content_type, headers=headers)


def problem_body(
    request: HttpRequest | Request, status: int, code: str, sentence: str, *, invalid: Any = None, **more: Any
) -> dict[str, Any]:
    """`invalid` has the sentences about fields by name, nested as the fields are."""
    if not has_problem_details(request):
        return old_problem_body(code, sentence, **_fields(invalid), **more)
    return {
        "type": type_of(code),
        "title": title_of(code, status),
        "status": status,
        "detail": sentence,
        "code": code,
        **_errors(request, invalid),
        **{name: value for name, value in more.items() if name not in _ONLY_BEFORE_V1},
    }


def old_problem_body(code: str, sentence: str, **more: Any) -> dict[str, Any]:
    """The sentence comes twice, for clients look for it under either name."""
    return {"error": sentence, "detail": sentence, "code": code, **more}


def sentences(detail: Any) -> list[str]:
    """The texts of an arbitrarily nested detail, in order."""
    return [text for _, text in _walk(detail, ())]


def _fields(invalid: Any) -> dict[str, Any]:
    shown = list((invalid or {}).items())[:_SHOWN]
    return {"fields": {str(name)[:NAME_LENGTH]: sentences(value) for name, value in shown}} if shown else {}


def _errors(request: HttpRequest | Request, invalid: Any) -> dict[str, Any]:
    found = [
        {"detail": text, **_location(request, place)} for place, text in _walk(invalid or {}, ()) if place
    ]
    return {"errors": found[:_SHOWN]} if found else {}


def _walk(detail: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each sentence with its place; of several sentences about one place, all."""
    match detail:
        case dict():
            for name, value in detail.items():
                yield from _walk(value, (*place, str(name)[:NAME_LENGTH]))
        case list() | tuple():
            for index, value in enumerate(detail):
                yield from _walk(value, (*place, str(index)) if isinstance(value, dict) else place)
        case _:
            yield place, str(detail)


def _location(request: HttpRequest | Request, place: tuple[str, ...]) -> dict[str, str]:
    """Where in the request: a header, a parameter, or by JSON pointer (RFC 6901) in the body."""
    if "-" in place[0] and place[0] in request.headers:
        return {"header": place[0]}
    if request.method in {"GET", "HEAD"} or place[0] in request.GET:
        return {"parameter": place[0]}
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in place)
    return {"pointer": f"#/{'/'.join(escaped)}"}
