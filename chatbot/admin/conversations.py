"""Conversations and messages, read-only; a conversation can be deleted, through the domain."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.conversations.deletion import delete_conversation
from chatbot.domain.errors import DomainError
from chatbot.domain.journal.usage import usage_of_conversation
from chatbot.domain.journal.usage_words import UNKNOWN, cost_phrase, tokens_in_detail
from chatbot.models import Conversation, Message, Run

from .counts import count_of
from .filters import OwnerFilter
from .markup import counted, dates_of, link, list_link, moment, state
from .model_admin import ReadOnlyAdmin

MESSAGES_SHOWN = 50
EXCERPT_LENGTH = 120


class ActiveFilter(admin.SimpleListFilter):
    title = _("assistant")
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", gettext("Active")), ("no", gettext("Idle"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Conversation]) -> QuerySet[Conversation]:
        is_active = Exists(Run.objects.active().filter(conversation=OuterRef("pk")))
        match self.value():
            case "yes":
                return queryset.filter(is_active)
            case "no":
                return queryset.filter(~is_active)
        return queryset


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin[Conversation]):
    list_display = ("name", "owner_link", "message_count", "run_count", "created", "updated")
    list_filter = (ActiveFilter, OwnerFilter, "created_at")
    list_select_related = ("owner",)
    search_fields = ("title__fold", "owner__username__fold", "id__exact")
    # Deleted one by one: a conversation with an active run is kept, with a message.
    actions = ()
    fields = (
        (
            "owner_link",
            "message_count",
            "run_count",
            "usage",
            *dates_of(Conversation, "created_at", "updated_at"),
        ),
        "transcript",
    )
    readonly_fields = (*fields[0], fields[1])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        return (
            super()
            .get_queryset(request)
            .select_related("owner")
            .annotate(
                messages_total=count_of(Message.objects.all(), "conversation"),
                runs_total=count_of(Run.objects.all(), "conversation"),
            )
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        counts = {
            "conversations": len(objs),
            "messages": Message.objects.filter(conversation__in=objs).count(),
            "runs": Run.objects.filter(conversation__in=objs).count(),
        }
        return [str(conversation) for conversation in objs], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Conversation) -> None:
        delete_conversation(obj.owner, obj.pk)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:chatbot_conversation_change", args=[object_id]))

    @admin.display(description=_("title"), ordering="title")
    def name(self, conversation: Conversation) -> str:
        return str(conversation)

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_link(self, conversation: Conversation) -> SafeString:
        return link(conversation.owner)

    @admin.display(description=_("messages"), ordering="messages_total")
    def message_count(self, conversation: Any) -> SafeString:
        text = counted(conversation.messages_total, "message")
        return list_link(Message, text, conversation__id__exact=conversation.pk)

    @admin.display(description=_("runs"), ordering="runs_total")
    def run_count(self, conversation: Any) -> SafeString:
        return list_link(
            Run, counted(conversation.runs_total, "run"), conversation__id__exact=conversation.pk
        )

    @admin.display(description=_("tokens, and their cost"))
    def usage(self, conversation: Conversation) -> str:
        used = usage_of_conversation(conversation)
        return f"{tokens_in_detail(used)}; {cost_phrase(used.cost)}" if used.total else UNKNOWN

    @admin.display(ordering="updated_at")
    def updated(self, conversation: Conversation) -> str | None:
        return moment(conversation.updated_at)

    @admin.display
    def transcript(self, conversation: Any) -> SafeString:
        latest = conversation.messages.order_by("-position").select_related("run")[:MESSAGES_SHOWN]
        lines = [
            (message, message_state(message), moment(message.created_at)) for message in reversed(latest)
        ]
        earlier = conversation.messages_total - len(lines)
        return render_to_string(
            "admin/chatbot/conversation/transcript.html", {"lines": lines, "earlier": earlier}
        )


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin[Message]):
    list_display = ("status", "excerpt", "role", "conversation_link", "owner_link", "created")
    list_display_links = ("excerpt",)
    list_filter = ("role", "state", OwnerFilter, "created_at")
    list_select_related = ("conversation", "owner")
    ordering = ("-created_at", "-position")
    search_fields = ("content__fold", "conversation__title__fold", "owner__username__fold", "id__exact")
    fields = (
        ("conversation_link", "position", "owner_link"),
        ("role", "status", *dates_of(Message, "created_at"), "run_links"),
        "text",
    )
    readonly_fields = (*fields[0], *fields[1], fields[2])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        opening = Left("content", EXCERPT_LENGTH, output_field=CharField())
        return super().get_queryset(request).annotate(opening=opening).defer("content")

    @admin.display(description=_("message"))
    def excerpt(self, message: Any) -> str:
        return shortened(message.opening) or "(empty)"

    @admin.display(ordering="state")
    def status(self, message: Message) -> SafeString:
        return message_state(message)

    @admin.display(description=_("conversation"), ordering="conversation__title")
    def conversation_link(self, message: Message) -> SafeString:
        return link(message.conversation)

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_link(self, message: Message) -> SafeString:
        return link(message.owner)

    @admin.display(description=_("runs"))
    def run_links(self, message: Message) -> SafeString:
        if hasattr(message, "run"):
            return link(message.run)
        count = counted(message.triggered_runs.count(), "run")
        return list_link(Run, count, trigger__id__exact=message.pk)

    @admin.display
    def text(self, message: Message) -> SafeString:
        return render_to_string("admin/chatbot/text.html", {"text": message.content})


def message_state(message: Message) -> SafeString:
    return state(message.state, message.get_state_display().capitalize())


def shortened(opening: str) -> str:
    """The beginning of a text, of which the query has read only an excerpt."""
    return opening if len(opening) < EXCERPT_LENGTH else opening[:-1].rstrip() + "…"
