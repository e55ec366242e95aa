"""The page of one run: the message, the timeline, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chatbot.domain.history.run_log import find_run
from chatbot.domain.history.timeline import timeline_of
from chatbot.domain.journal.usage import Usage, usage_of_conversation
from chatbot.domain.journal.usage_words import cost_phrase, tokens_phrase
from chatbot.domain.markdown import render_markdown
from chatbot.domain.runs.model_choice import answered_by
from chatbot.models import Message, Run, ToolCall, User
from chatbot.pages.runs.waterfall import exact, waterfall_of
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.stored_sentences import in_own_language
from chatbot.pages.times import moment_html

SPEEDS = (1, 2, 4)
STATUSES = {
    Run.Status.QUEUED: ("queued", _("Waiting to start")),
    Run.Status.RUNNING: ("starting", _("Running")),
    Run.Status.AWAITING_APPROVAL: ("awaiting_approval", _("Waiting for approval")),
    Run.Status.SUCCEEDED: ("done", _("Done")),
    Run.Status.FAILED: ("failed", _("Failed")),
    Run.Status.CANCELLED: ("stopped", _("Stopped")),
}


@dataclass(frozen=True, slots=True)
class Kin:
    """A run that this one continues, or that continues it."""

    words: str
    time: SafeString
    url: str


@require_safe
@signed_in
def run(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    viewer = request.user
    listening = stream_context(viewer)  # read first: the script gets all events after this position
    shown = find_run(viewer, run_id)
    is_own = shown.owner_id == viewer.pk
    context = {
        **listening,
        **shell(viewer, "run", shown.conversation_id if is_own else None),
        **_what_happened(shown, viewer),
        "run": shown,
        "run_error": in_own_language(shown.error),
        "speeds": SPEEDS,
        "is_own": is_own,
        "conversation_url": _conversation_url(shown) if is_own else "",
        "kin": _kin_of(shown, viewer, timezone.now()),
    }
    return render(request, "runs/run.html", context)


def _what_happened(run: Run, viewer: User) -> dict[str, Any]:
    calls = ToolCall.objects.select_related("decided_by").prefetch_related("changes")
    prefetch_related_objects(
        [run], "turns", Prefetch("tool_calls", calls), Prefetch("continuations", Run.objects.defer("input"))
    )
    now = timezone.now()
    timeline = timeline_of(run)
    state, word = STATUSES[Run.Status(run.status)]
    return {
        "state": state,
        "state_word": word,
        "facts": _facts(run, viewer, now),
        "waterfall": waterfall_of(run, timeline, now, viewer.date_settings),
        "is_logged": bool(timeline.events),
        "can_replay": bool(timeline.events) and not run.active,
        "reply_html": render_markdown(run.reply.content) if run.reply.content else "",
        "is_replaced": run.reply.state == Message.State.REPLACED,
    }


def _facts(run: Run, viewer: User, now: datetime) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = [(str(_("Asked")), moment_html(run.created_at, viewer.date_settings, now))]
    if run.finished_at is not None:
        took = (run.finished_at - run.created_at).total_seconds() * 1_000
        facts.append((str(_("Took")), exact(max(0.0, took))))
    facts.append((str(_("Steps")), str(len(run.tool_calls.all()))))
    if run.attempt > 1:
        facts.append((str(_("Attempts")), str(run.attempt)))
    facts += _usage_facts(run)
    if run.owner_id != viewer.pk:
        facts.append((str(_("Asked by")), run.owner.username))
    return facts


def _usage_facts(run: Run) -> list[tuple[str, str]]:
    turns = run.turns.all()
    usage = Usage.sum(Usage.of(turn) for turn in turns)
    models = dict.fromkeys(answered_by("", turn.model) for turn in turns if turn.model)
    facts = [(str(_("Model")), ", ".join(models))] if models else []
    if usage.total:
        facts += [(str(_("Tokens")), tokens_phrase(usage)), (str(_("Cost")), cost_phrase(usage.cost))]
        everything = usage_of_conversation(run.conversation)
        if everything.total != usage.total:
            facts.append(
                (
                    str(_("Whole chat")),
                    _("%(count)s tokens, %(cost)s")
                    % {"count": f"{everything.total:,}", "cost": cost_phrase(everything.cost)},
                )
            )
    return facts


def _kin_of(run: Run, viewer: User, now: datetime) -> list[Kin]:
    kin = []
    if (earlier := run.continues) is not None:
        word = _("Regenerates") if _was_answered(earlier) else _("Continues the attempt")
        kin.append(_kin(str(word), earlier, viewer, now))
    word = _("Regenerated") if _was_answered(run) else _("Retried")
    return kin + [_kin(str(word), later, viewer, now) for later in run.continuations.all()]


def _was_answered(run: Run) -> bool:
    return run.status == Run.Status.SUCCEEDED


def _kin(words: str, run: Run, viewer: User, now: datetime) -> Kin:
    return Kin(words, moment_html(run.created_at, viewer.date_settings, now), reverse("run", args=[run.pk]))


def _conversation_url(run: Run) -> str:
    if (plan_id := run.conversation.plan_id) is not None:
        return reverse("plan", args=[plan_id])
    return reverse("conversation", args=[run.conversation_id])
