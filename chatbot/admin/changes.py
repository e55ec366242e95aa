"""The history of tasks: read-only, but that deleted tasks can be restored."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chatbot.domain.errors import DomainError
from chatbot.domain.people.actors import client_name
from chatbot.domain.people.actors import kind_of as kind_of_actor
from chatbot.domain.tasks.changes import kind_of, state_of, title_of
from chatbot.domain.tasks.trash import restore_task
from chatbot.models import Change
from chatbot.models.change import ChangeQuerySet

from .filters import OwnerFilter
from .markup import link, moment
from .model_admin import ReadOnlyAdmin

_KINDS = {
    "added": _("Created"),
    "restored": _("Restored"),
    "deleted": _("Deleted"),
    "completed": _("Completed"),
    "reopened": _("Reopened"),
    "changed": _("Changed"),
    "moved": _("Moved"),
    "undone": _("Undid a change of"),
}
_ACTORS = {
    "owner": _("Owner"),
    "assistant": _("Assistant"),
    "client": _("MCP client"),
    "staff": _("Staff"),
}


class KindFilter(admin.SimpleListFilter):
    title = _("change")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, object]]:  # type: ignore[override]
        kinds = [(kind, _KINDS[kind]) for kind in ("added", "deleted")]
        return [("trash", _("In the trash")), *kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Change]) -> QuerySet[Change]:
        match self.value():
            case "trash":
                return cast(ChangeQuerySet, queryset).trash()
            case "added":
                return queryset.filter(before__isnull=True)
            case "deleted":
                return queryset.filter(after__isnull=True)
            case _:
                return queryset


class ActorFilter(admin.SimpleListFilter):
    title = _("by")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, object]]:  # type: ignore[override]
        return list(_ACTORS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Change]) -> QuerySet[Change]:
        return cast(ChangeQuerySet, queryset).by(self.value() or "")


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin[Change]):
    list_display = ("did", "by", "owner_link", "when", "call_link", "undone")
    list_filter = (KindFilter, ActorFilter, OwnerFilter, "created_at")
    ordering = ("-pk",)
    search_fields = ("task_id__exact", "tool_call__call_id__exact", "owner__username__fold")
    search_help_text = _("The id of a task or call, or the owner's name")
    fields = (("did", "by", "owner_link"), ("when", "call_link", "undone", "task_id"), "table")
    readonly_fields = (*fields[0], *fields[1], fields[2])
    actions = ("restore",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        return super().get_queryset(request).select_related("owner", "tool_call")

    def has_restore_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chatbot.add_task")

    @admin.action(permissions=["restore"], description=_("Restore the deleted tasks"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Change]) -> None:
        chosen = list(queryset)
        restored = 0
        for change in chosen:
            try:
                restore_task(change.owner, change.task_id)
            except DomainError as error:
                self.message_user(request, f"{title_of(state_of(change))}: {error.message}", messages.ERROR)
            else:
                restored += 1
                self.log_change(request, change, "Restored.")
        if restored:
            text = ngettext("%(count)d task restored.", "%(count)d tasks restored.", restored)
            self.message_user(request, text % {"count": restored}, messages.SUCCESS)

    @admin.display(description=_("change"))
    def did(self, change: Change) -> str:
        return what(change)

    @admin.display(description=_("by"), ordering="actor")
    def by(self, change: Change) -> str:
        return client_name(change.actor) or str(_ACTORS[kind_of_actor(change.actor)])

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
    return f"{_KINDS[kind_of(change)]} {title_of(state_of(change))}"


def differences(change: Change) -> list[tuple[str, str, str]]:
    """The changed fields: name, before, after."""
    before, after = change.before or {}, change.after or {}
    names = [name for name in (after or before) if before.get(name) != after.get(name)]
    return [(name.replace("_", " "), _shown(before.get(name)), _shown(after.get(name))) for name in names]


def _shown(value: object) -> str:
    if value is None or value == "" or value == []:
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
