"""Find chats by the words of their title and of their messages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.fields import BooleanField

from chatbot.domain.conversations.messages import search_messages
from chatbot.domain.text import search_words
from chatbot.models import Conversation, Message, User
from chatbot.models.folding import contains_words

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class FoundChat:
    """`message` is the latest one with all words; `None` if only the title has them."""

    conversation: Conversation
    message: Message | None


def search_chats(owner: User, text: str) -> list[FoundChat]:
    """The chats in which the title or one message has every word, whatever its case and accents.

    Those with the words in the title are first, then the latest; at most `MOST_FOUND`. Raises `Invalid`.
    """
    has_title = contains_words(search_words(text), "title")
    messages = search_messages(owner, text).filter(conversation=OuterRef("pk")).order_by("-position")
    chats = Conversation.objects.of(owner).chats()
    found = chats.annotate(
        has_title=ExpressionWrapper(has_title, output_field=BooleanField()),
        found_message=Subquery(messages.values("pk")[:1]),
    ).filter(Q(has_title=True) | Q(found_message__isnull=False))
    ids = dict(found.order_by("-has_title", "-updated_at").values_list("pk", "found_message")[:MOST_FOUND])
    conversations = Conversation.objects.in_bulk(ids)
    shown_messages = Message.objects.select_related("run__trigger").in_bulk(list(filter(None, ids.values())))
    return [
        FoundChat(conversations[pk], shown_messages.get(message))
        for pk, message in ids.items()
        if pk in conversations  # not deleted since
    ]
