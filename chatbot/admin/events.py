"""Streams and their events, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.events import EVENTS
from chatbot.domain.publish import stream_of
from chatbot.models import User
from streaming.models import Event, Stream

from .markup import dates_of, link, list_link, pretty_json
from .model_admin import ReadOnlyAdmin

USER_STREAM = stream_of(UUID(int=0)).removesuffix(str(UUID(int=0)))
USERS_SEARCHED = 100


class OwnedChangeList(ChangeList):
    """A list of streams or events; the owners of a page's streams are read with one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        find_owners(self.result_list)


def find_owners(rows: Iterable[Any]) -> None:
    streams: list[Any] = [stream_in(row) for row in rows]
    owners = {stream_of(user.pk): user for user in User.objects.filter(pk__in=_user_ids(streams))}
    for stream in streams:
        stream.owner = owners.get(stream.name)


def stream_in(row: Any) -> Any:
    return row if isinstance(row, Stream) else row.stream


def _user_ids(streams: Iterable[Stream]) -> set[UUID]:
    ids = set()
    for name in {stream.name for stream in streams if stream.name.startswith(USER_STREAM)}:
        try:
            ids.add(UUID(name.removeprefix(USER_STREAM)))
        except ValueError:
            continue  # a stream of another kind
    return ids


class OwnedAdmin[M: Model](ReadOnlyAdmin[M]):
    stream_path = ""  # from the row to its stream

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return OwnedChangeList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> M | None:
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            find_owners([row])
        return row

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the name of the stream or of its owner."""
        term = search_term.strip()
        if not term:
            return queryset, False
        users = User.objects.filter(username__fold__contains=term).order_by("username")
        names = [stream_of(pk) for pk in users.values_list("pk", flat=True)[:USERS_SEARCHED]]
        path = f"{self.stream_path}name"
        return queryset.filter(Q(**{f"{path}__in": names}) | Q(**{f"{path}__icontains": term})), False

    @admin.display
    def owner(self, row: Any) -> SafeString | str:
        stream = stream_in(row)
        return (
            link(stream.owner) if stream.owner else gettext("nobody (%(stream)s)") % {"stream": stream.name}
        )


@admin.register(Stream)
class StreamAdmin(OwnedAdmin[Stream]):
    list_display = ("name", "owner", "last_seq", "pruned_seq", "epoch", "event_list")
    ordering = ("name",)
    search_fields = ("name",)
    search_help_text = _("The stream's name, or its owner's")
    fields = ("name", "owner", "epoch", "last_seq", "pruned_seq", "event_list")
    readonly_fields = fields

    @admin.display(description=_("events"))
    def event_list(self, stream: Stream) -> SafeString:
        return list_link(Event, gettext("Events"), stream__id__exact=stream.pk)


class TypeFilter(admin.SimpleListFilter):
    title = _("type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in sorted(EVENTS)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return queryset.filter(type=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(OwnedAdmin[Event]):
    stream_path = "stream__"
    list_display = ("seq", "type", "line", "owner", "created")
    list_display_links = ("seq", "type")
    list_filter = (TypeFilter, "created_at")
    list_select_related = ("stream",)
    ordering = ("-created_at", "-id")
    search_fields = ("stream__name",)
    search_help_text = _("The stream's name, or its owner's")
    fields: ClassVar[Any] = ("stream_link", "owner", "seq", "type", *dates_of(Event, "created_at"), "payload")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).annotate(message=KT("data__message")).defer("data")

    @admin.display(description=_("message"))
    def line(self, event: Any) -> str:
        return event.message or ""

    @admin.display(description=_("stream"), ordering="stream__name")
    def stream_link(self, event: Event) -> SafeString:
        return link(event.stream)

    @admin.display(description=_("data"))
    def payload(self, event: Event) -> SafeString:
        return render_to_string("admin/chatbot/text.html", {"text": pretty_json(event.data), "is_code": True})
