"""Tool calls, read-only; those that wait for approval can be decided."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chatbot.models import ToolCall

from .changes import what
from .decisions import Decisions, may_decide, proposal_of
from .filters import OwnerFilter
from .markup import dates_of, duration, link, moment, pretty_json, state
from .timeline import decision_of

TIMES = dates_of(
    ToolCall, "started_at", "expires_at", "decided_at", "reached_out_at", "finished_at", "undone_at"
)


class RunOwnerFilter(OwnerFilter):
    path = "run__owner"


@admin.register(ToolCall)
class ToolCallAdmin(Decisions):
    list_display = (
        *("line", "decide", "status_mark", "owner_link", "run_link"),
        *("began", "expires", "decided"),
    )
    list_filter = ("status", "decision", RunOwnerFilter, "started_at")
    list_select_related = ("run__owner", "decided_by")
    ordering = ("-started_at", "-pk")
    search_fields = ("call_id__exact", "name", "message__fold", "run__owner__username__fold")
    search_help_text = _("The call's id, or words of its tool, line or owner")
    actions = ()
    readonly_fields = (
        *("status_mark", "name", "owner_link", "run_link", "decided", "took"),
        *("call_id", "attempt", "line", "made", "approved_with", "result", "changed", *TIMES),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ToolCall]:
        return super().get_queryset(request).select_related("run__owner", "decided_by")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fields: list[Any] = [("status_mark", "name", "took"), ("owner_link", "run_link"), "line"]
        if obj is not None and obj.decision:
            fields.append("decided")
        fields.append("made")
        if obj is not None and obj.approved_arguments is not None:
            fields.append("approved_with")
        fields += ["result", "changed", ("call_id", "attempt")]
        return [(None, {"fields": fields}), (_("Times"), {"fields": [TIMES], "classes": ["collapse"]})]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        waits = request.GET.get("status__exact") == ToolCall.Status.AWAITING_APPROVAL
        title = {"title": _("Waiting for approval"), "is_waiting": True} if waits else {}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        call = context["original"]
        if call.status == ToolCall.Status.AWAITING_APPROVAL:
            context["waiting"] = [proposal_of(call, request)]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Show the links to decisions only to those who may decide."""
        return [name for name in self.list_display if name != "decide" or may_decide(request)]

    @admin.display(description=_("call"), ordering="message")
    def line(self, call: ToolCall) -> str:
        return call.message or call.name

    @admin.display(description=_("status"), ordering="status")
    def status_mark(self, call: ToolCall) -> SafeString:
        return call_state(call)

    @admin.display(description=_("owner"), ordering="run__owner__username")
    def owner_link(self, call: ToolCall) -> SafeString:
        return link(call.run.owner)

    @admin.display(description=_("run"))
    def run_link(self, call: ToolCall) -> SafeString:
        return link(call.run, gettext("Run"))

    @admin.display(description=_("started"), ordering="started_at")
    def began(self, call: ToolCall) -> str | None:
        return moment(call.started_at)

    @admin.display(ordering="expires_at")
    def expires(self, call: ToolCall) -> str | None:
        return moment(call.expires_at) if call.status == ToolCall.Status.AWAITING_APPROVAL else None

    @admin.display(description=_("decide"))
    def decide(self, call: ToolCall) -> SafeString | str:
        if call.status != ToolCall.Status.AWAITING_APPROVAL:
            return ""
        verbs = ["decline"] if (call.proposal or {}).get("is_question") else ["approve", "decline"]
        links = (
            (reverse(f"admin:chatbot_toolcall_{verb}", args=[call.pk]), verb.capitalize()) for verb in verbs
        )
        return format_html_join(" · ", '<a href="{}">{}…</a>', links)

    @admin.display(description=_("decision"), ordering="decided_at")
    def decided(self, call: ToolCall) -> str:
        return decision_of(call)

    @admin.display
    def took(self, call: ToolCall) -> str:
        return duration(call.duration_ms)

    @admin.display(description=_("arguments"))
    def made(self, call: ToolCall) -> SafeString:
        return _code(call.arguments)

    @admin.display(description=_("approved with"))
    def approved_with(self, call: ToolCall) -> SafeString:
        return _code(call.approved_arguments)

    @admin.display(description=_("output"))
    def result(self, call: ToolCall) -> SafeString | str:
        return gettext("none yet") if call.output is None else _code(call.output)

    @admin.display(description=_("changes"))
    def changed(self, call: ToolCall) -> SafeString | str:
        rows = ((link(change, what(change)),) for change in call.changes.all())
        lines = format_html_join("", "<li>{}</li>", rows)
        return format_html('<ul class="plain">{}</ul>', lines) if lines else "none"


def call_state(call: ToolCall) -> SafeString:
    return state(call.status, call.get_status_display().capitalize())


def _code(value: Any) -> SafeString:
    return render_to_string("admin/chatbot/text.html", {"text": pretty_json(value), "is_code": True})
