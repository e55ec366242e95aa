"""The page of all chats, and the search in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chatbot.domain.conversations.search import MOST_FOUND, FoundChat, search_chats
from chatbot.domain.errors import Invalid
from chatbot.domain.text import search_words
from chatbot.models import Conversation, User
from chatbot.models.keyset import Keyset
from chatbot.pages.chat.found import found_url
from chatbot.pages.chat_list import ConversationItem, conversation_items
from chatbot.pages.highlight import excerpt, highlighted
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.times import moment_html

CHATS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ChatRow:
    """`found` is the part of a message that was searched for."""

    item: ConversationItem
    title: str
    url: str
    changed: str
    found: str = ""

    @property
    def state(self) -> str:
        if self.item.badge == "asking":
            return _("Waiting for you")
        if self.item.badge:
            return _("Working")
        return _("New answer") if self.item.unread else ""


@require_safe
@signed_in
def chats(request: SignedInRequest) -> HttpResponse:
    """All chats, the newest first, a page at a time; with `archived`, those of the archive.

    With `q`, those that have its words, archived or not.
    """
    query = request.GET.get("q", "").strip()
    is_archive = "archived" in request.GET
    context = {
        **stream_context(request.user),
        **shell(request.user, "chats"),
        "query": query,
        "is_archive": is_archive,
    }
    if query:
        return _search(request, query, context)
    own = Conversation.objects.of(request.user).chats().archived(is_archived=is_archive)
    keyset = Keyset(own.order_by("-updated_at", "-pk"))
    page = keyset.page_or_first(CHATS_PER_PAGE, request.GET.get("cursor"))
    found = [FoundChat(chat, None) for chat in page.rows]
    context |= {"chats": _rows(request.user, found), "page": page}
    return render(request, "chat/chats.html", context)


def _search(request: SignedInRequest, query: str, context: dict[str, Any]) -> HttpResponse:
    try:
        found = search_chats(request.user, query)
        rows = _rows(request.user, found, query)
    except Invalid as error:
        return render(request, "chat/chats.html", {**context, "error": error.message}, status=400)
    return render(request, "chat/chats.html", {**context, "chats": rows, "is_cut": len(rows) == MOST_FOUND})


def _rows(user: User, found: list[FoundChat], query: str = "") -> list[ChatRow]:
    words = search_words(query) if query else []
    items = conversation_items([chat.conversation for chat in found])
    now = timezone.now()
    return [
        ChatRow(
            item=item,
            title=highlighted(item.title, words),
            url=found_url(chat, query),
            changed=moment_html(chat.conversation.updated_at, user.date_settings, now),
            found=excerpt(chat.message.content, words) if chat.message else "",
        )
        for item, chat in zip(items, found, strict=True)
    ]
