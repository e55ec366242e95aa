"""Download a conversation, as Markdown to read or as JSON with every tool call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from chatbot.domain.history.export import conversation_json
from chatbot.formatting import DateSettings, absolute_moment
from chatbot.models import Conversation, Message
from chatbot.pages.chat.finding import conversation_or_404
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.tools import line_of


@require_safe
@signed_in
def as_markdown(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    conversation = conversation_or_404(request.user, conversation_id)
    text = "\n".join(_markdown(conversation, request.user.date_settings))
    return _file(conversation, text, "md", "text/markdown; charset=utf-8")


@require_safe
@signed_in
def as_json(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    conversation = conversation_or_404(request.user, conversation_id)
    text = json.dumps(conversation_json(conversation), ensure_ascii=False, indent=2) + "\n"
    return _file(conversation, text, "json", "application/json")


def _file(conversation: Conversation, text: str, suffix: str, content_type: str) -> HttpResponse:
    name = f"{slugify(conversation.title)[:60] or 'chat'}.{suffix}"
    response = HttpResponse(text, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "no-store"
    return response


def _markdown(conversation: Conversation, dates: DateSettings) -> Iterator[str]:
    """Lines: each message under a heading, and what was done for an answer above it."""
    now = timezone.now()
    yield f"# {conversation}\n"
    messages = conversation.messages.for_model().select_related("run")
    for message in messages.prefetch_related("run__tool_calls"):
        who = "You" if message.role == Message.Role.USER else "Lockstep"
        yield f"## {who}, {absolute_moment(message.created_at, now, dates)}\n"
        run = getattr(message, "run", None)
        steps = [f"- {line_of(call, dates)}" for call in run.tool_calls.all()] if run else []
        if steps:
            yield "\n".join(steps) + "\n"
        yield message.content.strip() + "\n"
