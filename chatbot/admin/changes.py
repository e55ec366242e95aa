"""The history of tasks, read-only."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from chatbot.domain.tasks.changes import title_of
from chatbot.models import Change

from .markup import link, moment
from .model_admin import ReadOnlyAdmin


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin[Change]):
    list_display = ("did", "call_link", "owner_link", "when", "undone")
    ordering = ("-pk",)
    search_fields = ("task_id__exact", "tool_call__call_id__exact", "owner__username__fold")
    search_help_text = _("The id of a task or call, or the owner's name")
    fields = (("did", "call_link", "owner_link"), ("when", "undone", "task_id"), "table")
    readonly_fields = (*fields[0], *fields[1], fields[2])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        return super().get_queryset(request).select_related("owner", "tool_call")

    @admin.display(description=_("change"))
    def did(self, change: Change) -> str:
        return what(change)

    @admin.display(description=_("tool call"))
    def call_link(self, change: Change) -> SafeString:
        call = change.tool_call
        return link(call, call.message or call.name) if call else mark_safe("–")

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_link(self, change: Change) -> SafeString:
        return link(change.owner)

    @admin.display(ordering="created_at")
    def when(self, change: Change) -> str | None:
        return moment(change.created_at)

    @admin.display(ordering="tool_call__undone_at")
    def undone(self, change: Change) -> str | None:
        return moment(change.tool_call.undone_at) if change.tool_call else None

    @admin.display(description=_("before and after"))
    def table(self, change: Change) -> SafeString:
        return render_to_string("admin/chatbot/differences.html", {"rows": differences(change)})


def what(change: Change) -> str:
    """Deleted #12 'Milk'"""
    known = change.after or change.before or {"number": "?", "title": "?"}
    word = _("Created") if change.before is None else _("Deleted") if change.after is None else _("Changed")
    return f"{word} {title_of(known)}"


def differences(change: Change) -> list[tuple[str, str, str]]:
    """The changed fields: name, before, after."""
    before, after = change.before or {}, change.after or {}
    names = [name for name in (after or before) if before.get(name) != after.get(name)]
    return [(name.replace("_", " "), _shown(before.get(name)), _shown(after.get(name))) for name in names]


def _shown(value: object) -> str:
    if value is None or value == "" or value == []:
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
