"""Download a conversation, as Markdown to read or as JSON with every tool call."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.conversations.commands import find_conversation
from chatbot.domain.history.export import conversation_json
from chatbot.formatting import DateSettings, absolute_moment
from chatbot.models import Conversation, Message, Run
from chatbot.pages.downloads import export_views
from chatbot.tools import line_of


def _markdown(conversation: Conversation, dates: DateSettings) -> Iterator[str]:
    """Lines: each message under a heading, and what was done for an answer above it."""
    now = timezone.now()
    yield f"# {conversation}\n"
    messages = conversation.messages.for_model().select_related("run")
    asked_by = Prefetch("triggered_runs", Run.objects.only("client", "trigger"))
    for message in messages.prefetch_related("run__tool_calls", asked_by):
        yield f"## {_author(message)}, {absolute_moment(message.created_at, now, dates)}\n"
        run = getattr(message, "run", None)
        steps = [f"- {line_of(call, dates)}" for call in run.tool_calls.all()] if run else []
        if steps:
            yield "\n".join(steps) + "\n"
        yield message.content.strip() + "\n"


def _author(message: Message) -> str:
    if message.role != Message.Role.USER:
        return "Lockstep"
    client = next((run.client for run in message.triggered_runs.all()), "")
    return _("%(client)s via MCP") % {"client": client} if client else _("You")


as_markdown, as_json = export_views(find_conversation, _markdown, conversation_json, otherwise="chat")
