"""Runs with their timeline and journal, read-only; they can be stopped and retried."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import CharField, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.journal.usage import Usage
from chatbot.domain.journal.usage_words import cost_phrase, tokens_in_detail
from chatbot.models import Change, Run, ToolCall, Turn

from .conversations import EXCERPT_LENGTH, shortened
from .counts import count_of
from .decisions import proposal_of
from .filters import OwnerFilter, ValuesFilter
from .markup import counted, dates_of, duration, link, moment, pretty_json, state
from .run_commands import RunCommands
from .timeline import response_facts, steps_of

TIMES = dates_of(
    Run, "created_at", "started_at", "stop_requested_at", "finished_at", "progress_at", "lease_until"
)


@admin.register(Run)
class RunAdmin(RunCommands):
    list_display = ("status_mark", "asked", "owner_link", "tool_call_count", "took", "created")
    list_display_links = ("asked",)
    list_filter = ("status", ("error_code", ValuesFilter), OwnerFilter, "created_at")
    list_select_related = ("owner", "conversation")
    ordering = ("-created_at",)
    search_fields = (
        "id__exact",
        "trigger__content__fold",
        "conversation__title__fold",
        "owner__username__fold",
        "error",
    )
    search_help_text = _("The run's id, or words of its message, conversation, owner or error")
    readonly_fields = (
        *("status_mark", "took", "attempts", "owner_link", "conversation_link", "failure"),
        *("models", "tokens", "cost"),
        *("trigger_link", "reply_link", "other_tries", *TIMES),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        return (
            super()
            .get_queryset(request)
            .select_related("owner", "conversation")
            .defer("input")
            .annotate(
                opening=Left("trigger__content", EXCERPT_LENGTH, output_field=CharField()),
                tool_calls_total=count_of(ToolCall.objects.all(), "run"),
            )
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Run | None:
        run = super().get_object(request, object_id, from_field)
        if run is not None:
            others = Run.objects.defer("input")
            calls = ToolCall.objects.select_related("decided_by").annotate(
                changes_total=count_of(Change.objects.all(), "tool_call")
            )
            prefetch_related_objects(
                [run],
                *("trigger", "reply", "turns"),
                Prefetch("tool_calls", calls),
                Prefetch("continues", others),
                Prefetch("continuations", others),
            )
        return run

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fields: list[Any] = [("status_mark", "took", "attempts", "owner_link", "conversation_link")]
        if obj is not None and obj.error:
            fields.append("failure")
        fields += ["trigger_link", "reply_link", ("models", "tokens", "cost")]
        if obj is not None and self.other_tries(obj):
            fields.append("other_tries")
        return [(None, {"fields": fields}), (_("Times"), {"fields": [TIMES], "classes": ["collapse"]})]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        run = context["original"]
        calls = run.tool_calls.all()
        context |= {
            **self.commands(request, run),
            "attempts": attempts_of(run) if run.attempt > 1 or run.losses else "",
            "waiting": [
                proposal_of(call, request) for call in calls if call.status == call.Status.AWAITING_APPROVAL
            ],
            "steps": steps_of(run),
            "turns": [
                (turn, turn_facts(turn), moment(turn.created_at), pretty_json(turn.response))
                for turn in run.turns.all()
            ],
            "input": "" if run.input is None else pretty_json(run.input),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("asked"))
    def asked(self, run: Any) -> str:
        return shortened(run.opening)

    @admin.display(description=_("status"), ordering="status")
    def status_mark(self, run: Run) -> SafeString:
        return run_state(run)

    @admin.display
    def attempts(self, run: Run) -> str:
        return attempts_of(run)

    @admin.display(description=_("error"))
    def failure(self, run: Run) -> str:
        return f"{run.error} ({run.error_code})" if run.error_code else run.error

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_link(self, run: Run) -> SafeString:
        return link(run.owner)

    @admin.display(description=_("conversation"), ordering="conversation__title")
    def conversation_link(self, run: Run) -> SafeString:
        return link(run.conversation)

    @admin.display(description=_("message"))
    def trigger_link(self, run: Run) -> SafeString:
        return link(run.trigger, shortened(run.trigger.content[:EXCERPT_LENGTH]))

    @admin.display(description=_("reply"))
    def reply_link(self, run: Run) -> SafeString:
        return link(run.reply, shortened(run.reply.content[:EXCERPT_LENGTH]) or "(empty)")

    @admin.display
    def other_tries(self, run: Run) -> SafeString:
        """The run that this one continues, and the runs that continue this one."""
        rows = [(gettext("Continues"), run.continues)] if run.continues else []
        rows += [(gettext("Continued by"), later) for later in run.continuations.all()]
        return format_html_join(" · ", "{} {}", ((word, link(other)) for word, other in rows))

    @admin.display
    def models(self, run: Run) -> str:
        return ", ".join(dict.fromkeys(turn.model for turn in run.turns.all() if turn.model))

    @admin.display
    def tokens(self, run: Run) -> str:
        return tokens_in_detail(_usage_of(run))

    @admin.display
    def cost(self, run: Run) -> str:
        return cost_phrase(_usage_of(run).cost)

    @admin.display(description=_("tool calls"), ordering="tool_calls_total")
    def tool_call_count(self, run: Any) -> int:
        return int(run.tool_calls_total)

    @admin.display
    def took(self, run: Run) -> str:
        if run.started_at is None or run.finished_at is None:
            return ""
        return duration((run.finished_at - run.started_at).total_seconds() * 1_000)


def turn_facts(turn: Turn) -> str:
    """A turn's response and usage, in one line."""
    usage = Usage.of(turn)
    parts = [
        response_facts(turn.response),
        gettext("%(count)s tokens") % {"count": f"{usage.total:,}"} if usage.total else "",
    ]
    return " · ".join(part for part in parts if part)


def _usage_of(run: Run) -> Usage:
    return Usage.sum(Usage.of(turn) for turn in run.turns.all())


def attempts_of(run: Run) -> str:
    """3 attempts, 1 of them lost with its process"""
    if not run.losses:
        return counted(run.attempt, "attempt")
    lost = ngettext(
        "%(attempts)s, %(lost)d of them lost with its process",
        "%(attempts)s, %(lost)d of them lost with their processes",
        run.losses,
    )
    return lost % {"attempts": counted(run.attempt, "attempt"), "lost": run.losses}


def run_state(run: Run) -> SafeString:
    return state(run.status, run.get_status_display().replace("_", " ").capitalize())
