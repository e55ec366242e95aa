"""Plans with their steps and messages, read-only; they can be approved, stopped and resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chatbot.models import Plan, PlanMessage, Run, Step

from .counts import count_of
from .filters import OwnerFilter
from .markup import counted, dates_of, duration, link, list_link, moment, state
from .plan_commands import PlanCommands

if TYPE_CHECKING:
    StepInlineBase = admin.TabularInline[Step, Plan]
else:
    StepInlineBase = admin.TabularInline

MESSAGES_SHOWN = 100
TIMES = dates_of(Plan, "created_at", "updated_at", "approved_at", "finished_at")


class StepInline(StepInlineBase):
    """The steps of the latest proposal."""

    model = Step
    template = "admin/chatbot/plan/steps.html"
    extra = 0
    can_delete = False
    show_change_link = False
    fields = readonly_fields = ("status_mark", "agent", "details", "after", "outcome", "run_link", "took")
    verbose_name_plural = _("Steps")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        latest = super().get_queryset(request).filter(version=F("plan__version"))
        return latest.prefetch_related("runs")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Messages are part of their plan.
        may: bool = request.user.has_perm("chatbot.view_plan") or request.user.has_perm("chatbot.change_plan")
        return may

    @admin.display(description=_("detail"))
    def details(self, step: Step) -> SafeString | str:
        return _text(step.detail) if step.detail else "–"

    @admin.display(description=_("after"))
    def after(self, step: Step) -> str:
        return ", ".join(map(str, step.depends_on)) or "–"

    @admin.display(description=_("status"))
    def status_mark(self, step: Step) -> SafeString:
        return state(step.status, step.get_status_display().capitalize())

    @admin.display(description=_("result"))
    def outcome(self, step: Step) -> SafeString | str:
        text = step.error if step.status == Step.Status.FAILED else step.result
        return _text(text) if text else "–"

    @admin.display(description=_("run"))
    def run_link(self, step: Step) -> SafeString | str:
        latest = max(step.runs.all(), key=lambda run: run.created_at, default=None)
        return link(latest, gettext("Run")) if latest else "–"

    @admin.display
    def took(self, step: Step) -> str:
        if step.started_at is None or step.finished_at is None:
            return "–"
        return duration((step.finished_at - step.started_at).total_seconds() * 1_000)


@admin.register(Plan)
class PlanAdmin(PlanCommands):
    list_display = ("status_mark", "__str__", "progress", "owner_link", "run_count", "created")
    list_display_links = ("__str__",)
    list_filter = ("status", OwnerFilter, "created_at")
    list_select_related = ("owner",)
    ordering = ("-created_at",)
    search_fields = ("id__exact", "title__fold", "goal__fold", "owner__username__fold", "error")
    search_help_text = _("The plan's id, or words of its title, goal, owner or error")
    inlines = (StepInline,)
    readonly_fields = (
        *("status_mark", "owner_link", "version", "approved", "run_count", "purpose", "failure"),
        *("outcome", *TIMES),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        current = Step.objects.filter(version=F("plan__version"))
        over = current.filter(status__in=(Step.Status.COMPLETED, Step.Status.SKIPPED))
        return (
            super()
            .get_queryset(request)
            .select_related("owner", "approved_by")
            .annotate(
                steps_total=count_of(current, "plan"),
                steps_over=count_of(over, "plan"),
                runs_total=count_of(Run.objects.all(), "conversation__plan"),
            )
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fields: list[Any] = [("status_mark", "owner_link", "version", "run_count"), "purpose"]
        if obj is not None and obj.approved_at:
            fields.append("approved")
        if obj is not None and obj.error:
            fields.append("failure")
        if obj is not None and obj.summary:
            fields.append("outcome")
        return [
            (None, {"fields": fields}),
            (_("Times"), {"fields": [TIMES], "classes": ["collapse"]}),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        plan = context["original"]
        context |= {**self.commands(request, plan), **_said(plan)}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("status"), ordering="status")
    def status_mark(self, plan: Plan) -> SafeString:
        return state(plan.status, plan.get_status_display().capitalize())

    @admin.display(description=_("steps"))
    def progress(self, plan: Any) -> str:
        return f"{plan.steps_over} of {plan.steps_total}" if plan.steps_total else gettext("none yet")

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_link(self, plan: Plan) -> SafeString:
        return link(plan.owner)

    @admin.display(description=_("runs"), ordering="runs_total")
    def run_count(self, plan: Any) -> SafeString:
        return list_link(Run, counted(plan.runs_total, "run"), conversation__plan__id__exact=plan.pk)

    @admin.display(description=_("goal"))
    def purpose(self, plan: Plan) -> SafeString:
        return _text(plan.goal)

    @admin.display(description=_("approved by"))
    def approved(self, plan: Plan) -> str:
        return plan.approved_by.username if plan.approved_by else gettext("somebody whose account is gone")

    @admin.display(description=_("error"))
    def failure(self, plan: Plan) -> str:
        return plan.error

    @admin.display(description=_("summary"))
    def outcome(self, plan: Plan) -> SafeString:
        return _text(plan.summary)


def _said(plan: Plan) -> dict[str, Any]:
    latest = list(plan.messages.select_related("step").order_by("-pk")[:MESSAGES_SHOWN])
    lines = [(message, _message_state(message), moment(message.created_at)) for message in reversed(latest)]
    return {"lines": lines, "earlier": plan.messages.count() - len(lines)}


def _message_state(message: PlanMessage) -> SafeString:
    """The state of a message's badge: running, done or failed."""
    words = {
        PlanMessage.Status.IN_PROGRESS: message.get_message_type_display().capitalize(),
        PlanMessage.Status.COMPLETED: gettext("Done"),
        PlanMessage.Status.ERROR: gettext("Failed"),
    }
    return state(message.status, words[PlanMessage.Status(message.status)])


def _text(text: str) -> SafeString:
    return render_to_string("admin/chatbot/text.html", {"text": text})
