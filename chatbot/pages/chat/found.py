"""The address of a chat that was found: it opens at the message, with the words marked."""

from __future__ import annotations

from chatbot.domain.conversations.search import FoundChat
from chatbot.pages.chat.address import Address
from chatbot.pages.chat.transcript import TURNS_SHOWN


def found_url(found: FoundChat, query: str) -> str:
    """Only the address of the chat, if its title was found and no message."""
    message, conversation = found.message, found.conversation
    if message is None:
        return Address().url(conversation.pk)
    run = getattr(message, "run", None)  # of a reply
    asked = run.trigger if run else message
    is_shown = conversation.last_position - asked.position < TURNS_SHOWN
    address = Address(until=None if is_shown else asked.position, find=query)
    return f"{address.url(conversation.pk)}#turn-{asked.pk}"
