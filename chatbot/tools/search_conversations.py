from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_noop, ngettext
from pydantic import Field

from chatbot.domain.conversations.messages import search_messages
from chatbot.domain.events import Moment, Result, ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.models import User

from .common.lines import searched
from .common.shown import local
from .tool import Arguments, Tool

_SHOWN = 20
_EXCERPT = 300


class SearchConversations(Arguments):
    query: Annotated[str, Field(description="Words, each of which must be in the message.")]


class FoundMessage(Result):
    conversation: str  # its title
    by: str
    at: Moment
    text: str  # its beginning


class FoundMessages(ToolOutput):
    count: int  # of all
    messages: list[FoundMessage]
    truncated: bool


def search_conversations(owner: User, arguments: SearchConversations, so_far: SoFar) -> Outcome:
    found = search_messages(owner, arguments.query)
    count = found.count()
    messages = [
        FoundMessage(
            conversation=str(message.conversation),
            by=message.role,
            at=local(message.created_at, owner),
            text=message.content[:_EXCERPT],
        )
        for message in found[:_SHOWN]
    ]
    output = FoundMessages(count=count, messages=messages, truncated=count > _SHOWN)
    return Outcome(output, _found_messages(count), count=count)


def _found_messages(count: int) -> str:
    return ngettext("Found %(count)d message", "Found %(count)d messages", count) % {"count": count}


TOOL = Tool(
    "search_conversations",
    "Find what the user and the assistant said in earlier conversations, by words.",
    SearchConversations,
    search_conversations,
    kind="reads",
    output=FoundMessages,
    starting=gettext_noop("Searching your conversations..."),
    team_label="Search the chats",
    line=lambda call, dates: searched(call),
    is_for_chats=False,
)
