"""Download a conversation: as Markdown what the page shows, or as JSON all of it with every tool call."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.conversations.commands import find_conversation
from chatbot.domain.history.export import conversation_json
from chatbot.formatting import DateSettings, absolute_moment
from chatbot.models import Conversation, Message, Run, ToolCall
from chatbot.pages.chat.address import Address
from chatbot.pages.chat.versions import answers_of, shown_answer
from chatbot.pages.downloads import export_views
from chatbot.tools import line_of


def _markdown(conversation: Conversation, request: HttpRequest, dates: DateSettings) -> Iterator[str]:
    """Lines: each message under a heading, and what was done for an answer above it.

    The query of the address chooses edits and answers, as on the page.
    """
    address, now = Address.of_page(request), timezone.now()
    runs = Run.objects.defer("input").select_related("reply").prefetch_related("tool_calls")
    asked = address.branch_of(conversation).filter(role=Message.Role.USER)
    asked = asked.exclude(state=Message.State.WITHDRAWN).order_by("position")

    def said(message: Message, author: str, calls: list[ToolCall]) -> Iterator[str]:
        yield f"## {author}, {absolute_moment(message.created_at, now, dates)}\n"
        if calls:
            yield "\n".join(f"- {line_of(call, dates)}" for call in calls) + "\n"
        yield message.content.strip() + "\n"

    yield f"# {conversation}\n"
    for message in asked.prefetch_related(Prefetch("triggered_runs", runs.order_by("reply__position"))):
        answers = answers_of(list(message.triggered_runs.all()))
        yield from said(message, _author(answers), [])
        shown = shown_answer(answers, address)
        calls = [call for answer in answers[:shown] for run in answer for call in run.tool_calls.all()]
        for run in answers[shown] if answers else []:
            calls += run.tool_calls.all()
            if run.reply.content:
                yield from said(run.reply, "Lockstep", calls)
                calls = []


def _author(answers: list[list[Run]]) -> str:
    client = next((run.client for answer in answers for run in answer), "")
    return _("%(client)s via MCP") % {"client": client} if client else _("You")


as_markdown, as_json = export_views(find_conversation, _markdown, conversation_json, otherwise="chat")
