from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chatbot.domain.conversations import search_messages
from chatbot.domain.tool_calls import Outcome, SoFar
from chatbot.models import User

from . import texts
from .shown import local
from .tool import Arguments, Tool

_SHOWN = 20
_EXCERPT = 300


class SearchConversations(Arguments):
    query: Annotated[str, Field(description="Words, each of which must be in the message.")]


def search_conversations(owner: User, arguments: SearchConversations, so_far: SoFar) -> Outcome:
    found = search_messages(owner, arguments.query)
    count = found.count()
    messages = [
        {
            "conversation": str(message.conversation),
            "by": message.role,
            "at": local(message.created_at, owner),
            "text": message.content[:_EXCERPT],
        }
        for message in found[:_SHOWN]
    ]
    output = {"count": count, "messages": messages, "truncated": count > _SHOWN}
    return Outcome(output, texts.found_messages(count), count=count)


TOOL = Tool(
    "search_conversations",
    "Find what the user and the assistant said in earlier conversations, by words.",
    SearchConversations,
    search_conversations,
)
