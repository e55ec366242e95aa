"""Download a conversation, as Markdown to read or as JSON with every tool call."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chatbot.domain.history.export import conversation_json
from chatbot.formatting import DateSettings, absolute_moment
from chatbot.models import Conversation, Message
from chatbot.pages.chat.finding import conversation_or_404
from chatbot.pages.downloads import json_file, markdown_file
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.tools import line_of


@require_safe
@signed_in
def as_markdown(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    conversation = conversation_or_404(request.user, conversation_id)
    text = "\n".join(_markdown(conversation, request.user.date_settings))
    return markdown_file(conversation.title, text, otherwise="chat")


@require_safe
@signed_in
def as_json(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    conversation = conversation_or_404(request.user, conversation_id)
    return json_file(conversation.title, conversation_json(conversation), otherwise="chat")


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
