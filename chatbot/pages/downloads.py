"""Files to download that are made on request."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify


def markdown_file(title: str, text: str, *, otherwise: str) -> HttpResponse:
    return _file(f"{_stem(title, otherwise)}.md", text, "text/markdown; charset=utf-8")


def json_file(title: str, document: dict[str, Any], *, otherwise: str) -> HttpResponse:
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return _file(f"{_stem(title, otherwise)}.json", text, "application/json")


def _stem(title: str, otherwise: str) -> str:
    """The name of the file, from a title; `otherwise` if no letter of it can be in a file's name."""
    return slugify(title)[:60] or otherwise


def _file(name: str, text: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "no-store"
    return response
