"""The list of chats in the sidebar: pinned ones first, the others by the day of their last message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chatbot.formatting import DateSettings
from chatbot.formatting.days import local_day
from chatbot.models import Conversation, Run, User
from chatbot.pages.focus import then_focus

CHATS_SHOWN = 30

type Badge = Literal["", "active", "asking"]


@dataclass(frozen=True, slots=True)
class ConversationItem:
    id: str
    title: str = ""
    badge: Badge = ""  # an active run, or one that waits for a decision
    current: bool = False
    pinned: bool = False
    archived: bool = False
    unread: bool = False  # an answer that no tab has shown

    @property
    def url(self) -> str:
        return reverse("conversation", args=[self.id])

    @property
    def pin_url(self) -> str:
        return then_focus(reverse("conversation-pin", args=[self.id]), f"chat-{self.id}")

    @property
    def archive_url(self) -> str:
        return reverse("conversation-archive", args=[self.id])

    @property
    def share_url(self) -> str:
        return reverse("conversation-share", args=[self.id])

    @property
    def edit_url(self) -> str:
        return reverse("conversation-rename", args=[self.id])

    @property
    def delete_url(self) -> str:
        return reverse("conversation-delete", args=[self.id])


@dataclass(frozen=True, slots=True)
class ChatGroup:
    name: str
    chats: list[ConversationItem]


@dataclass(frozen=True, slots=True)
class ChatList:
    """The newest chats in groups. `has_older`: there are others, which are not shown."""

    groups: tuple[ChatGroup, ...]
    has_older: bool

    @property
    def is_asked(self) -> bool:
        """A run in one of them waits for a person."""
        return any(item.badge == "asking" for group in self.groups for item in group.chats)


def chat_list(user: User, current: UUID | None = None) -> ChatList:
    chats = Conversation.objects.of(user).chats().archived(is_archived=False)
    newest = list(chats.listed()[: CHATS_SHOWN + 1])
    shown = newest[:CHATS_SHOWN]
    now, dates = timezone.now(), user.date_settings
    groups: defaultdict[str, list[ConversationItem]] = defaultdict(list)
    for conversation, item in zip(shown, conversation_items(shown, current), strict=True):
        groups[group_name(conversation, now, dates)].append(item)
    return ChatList(tuple(ChatGroup(*group) for group in groups.items()), len(newest) > CHATS_SHOWN)


def group_name(conversation: Conversation, now: datetime, dates: DateSettings) -> str:
    if conversation.is_pinned:
        return _("Pinned")
    days = (local_day(now, dates) - local_day(conversation.updated_at, dates)).days
    if days <= 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    return _("Last 7 days") if days < 7 else pgettext("chats", "Earlier")


def conversation_item(user: User, conversation_id: UUID) -> ConversationItem | None:
    found = list(Conversation.objects.of(user).chats().filter(pk=conversation_id))
    return next(iter(conversation_items(found)), None)


def conversation_items(
    conversations: Sequence[Conversation], current: UUID | None = None
) -> list[ConversationItem]:
    marking = Run.objects.filter(conversation__in=conversations).order_by()
    marking = marking.filter(Q(status__in=Run.ACTIVE) | Q(is_unread=True))
    statuses: defaultdict[UUID, set[str]] = defaultdict(set)
    for conversation_id, status in marking.values_list("conversation", "status"):
        statuses[conversation_id].add(status)
    return [
        ConversationItem(
            id=str(conversation.pk),
            title=str(conversation),
            badge=_badge(statuses[conversation.pk]),
            current=conversation.pk == current,
            pinned=conversation.is_pinned,
            archived=conversation.is_archived,
            unread=bool(statuses[conversation.pk].difference(Run.ACTIVE)),
        )
        for conversation in conversations
    ]


def _badge(statuses: set[str]) -> Badge:
    if Run.Status.AWAITING_APPROVAL in statuses:
        return "asking"
    return "active" if statuses.intersection(Run.ACTIVE) else ""
