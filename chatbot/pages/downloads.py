"""Files to download that are made on request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from chatbot.formatting import DateSettings
from chatbot.models import User
from chatbot.pages.signed_in import SignedInRequest, signed_in

type View = Callable[[HttpRequest, UUID], HttpResponseBase]


class Titled(Protocol):
    title: Any


def export_views[T: Titled](
    find: Callable[[User, UUID], T],
    markdown: Callable[[T, HttpRequest, DateSettings], Iterable[str]],
    document: Callable[[T], dict[str, Any]],
    *,
    otherwise: str,
) -> tuple[View, View]:
    """The views that download what `find` finds: as Markdown, given as lines, and as JSON.

    The file has the name of its title; `otherwise` if no letter of that can be in a file's name.
    """

    def file(found: T, suffix: str, text: str, content_type: str) -> HttpResponse:
        response = HttpResponse(text, content_type=content_type)
        name = f"{slugify(found.title)[:60] or otherwise}.{suffix}"
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response.headers["Cache-Control"] = "no-store"
        return response

    def as_markdown(request: SignedInRequest, pk: UUID) -> HttpResponse:
        found = find(request.user, pk)
        text = "\n".join(markdown(found, request, request.user.date_settings))
        return file(found, "md", text, "text/markdown; charset=utf-8")

    def as_json(request: SignedInRequest, pk: UUID) -> HttpResponse:
        found = find(request.user, pk)
        text = json.dumps(document(found), ensure_ascii=False, indent=2) + "\n"
        return file(found, "json", text, "application/json")

    return require_safe(signed_in(as_markdown)), require_safe(signed_in(as_json))
