"""Long texts of a run: their first lines on the page, and the whole one from an address of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_safe

from chatbot.models import Run, Thinking, ToolCall
from chatbot.pages.signed_in import SignedInRequest, signed_in

LINES, CHARACTERS = 6, 400  # shown at first
SLACK = 1.5  # times as much is shown as a whole


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`size`: of the whole text, which `url` has; both empty if this is the whole text."""

    text: str
    size: str = ""
    url: str = ""


def excerpt(text: str, url: str, length: int | None = None) -> Excerpt:
    """`length`: of the whole text in characters, if only its beginning is given."""
    length = len(text) if length is None else length
    lines = text.splitlines()
    if len(lines) <= LINES * SLACK and length <= CHARACTERS * SLACK:
        return Excerpt(text)
    first = "\n".join(lines[:LINES])[:CHARACTERS].rstrip()
    return Excerpt(first + " …", filesizeformat(length), url)


def pretty(output: Any) -> str:
    return json.dumps(output, indent=2, ensure_ascii=False)


def result_of(call: ToolCall) -> Excerpt | None:
    """What a tool returned; the reason of a failure is shown beside it."""
    if not call.output or call.status != ToolCall.Status.DONE:
        return None
    return excerpt(pretty(call.output), reverse("call-result", args=[call.call_id]))


def whole_thinking(thinking: list[Thinking]) -> str:
    return "\n\n".join(turn.text for turn in thinking)


@require_safe
@signed_in
def thinking(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """What was thought in all turns; with `turn`, in that one, of which nothing may be stored yet."""
    turns = Thinking.objects.filter(run_id=run_id, run__in=Run.objects.of(request.user))
    if (turn := request.GET.get("turn", "")).isdecimal():
        current = turns.filter(index=int(turn[:4]) - 1)
        return _text(whole_thinking(list(current))) if current else HttpResponse(status=204)
    return _text(whole_thinking(list(turns)))


@require_safe
@signed_in
def call_result(request: SignedInRequest, call_id: str) -> HttpResponse:
    call = ToolCall.objects.of(request.user).filter(call_id=call_id, status=ToolCall.Status.DONE).last()
    return _text(pretty(call.output) if call and call.output else "")


def _text(text: str) -> HttpResponse:
    """Plain, so that a script puts it into the page, and a browser without one shows it."""
    if not text:
        raise Http404("There is no such text.")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
