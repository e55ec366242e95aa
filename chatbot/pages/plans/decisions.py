"""Forms to approve, reject, stop, pause and resume a plan; each leads back to the plan's page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Invalid
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan, skip_step
from chatbot.domain.plans.decisions import approve_plan, reject_plan
from chatbot.domain.plans.undo import undo_plan
from chatbot.domain.text import normalize
from chatbot.formatting import DateSettings, capitalized, due_by
from chatbot.pages.plans.commands import carry_out_on_plan, seen_version
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_POST
@signed_in
def approve(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    user, seen = request.user, seen_version(request)
    return carry_out_on_plan(request, plan_id, lambda: approve_plan(user, plan_id, by=user, version=seen))


@require_POST
@signed_in
def reject(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    """With feedback the planner makes a new proposal; without it the plan is rejected."""

    def verb() -> None:
        wants_another = request.POST.get("reject") != "for-good"
        feedback = _feedback(request.POST, request.user.date_settings) if wants_another else ""
        if wants_another and not feedback:
            raise Invalid(_("Say what should be different, or reject the plan."), "feedback")
        reject_plan(request.user, plan_id, feedback, version=seen_version(request))

    return carry_out_on_plan(request, plan_id, verb)


def _feedback(form: QueryDict, dates: DateSettings) -> str:
    """What was typed, the wish whose chip was pressed, and the date for everything: a line for each."""
    typed = form.get("feedback", "").replace("\r\n", "\n")
    by = _day(form.get("by", ""))
    return normalize("\n".join([typed, form.get("wish", ""), capitalized(due_by(by, dates)) if by else ""]))


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


@require_POST
@signed_in
def pause(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return carry_out_on_plan(request, plan_id, lambda: pause_plan(request.user, plan_id))


@require_POST
@signed_in
def resume(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return carry_out_on_plan(request, plan_id, lambda: resume_plan(request.user, plan_id))


@require_POST
@signed_in
def cancel(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return carry_out_on_plan(request, plan_id, lambda: cancel_plan(request.user, plan_id))


@require_POST
@signed_in
def undo(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return carry_out_on_plan(request, plan_id, lambda: undo_plan(request.user, plan_id))


@require_POST
@signed_in
def skip(request: SignedInRequest, plan_id: UUID, step_id: UUID) -> HttpResponse:
    return carry_out_on_plan(
        request, plan_id, lambda: skip_step(request.user, plan_id, step_id), place=step_id
    )
