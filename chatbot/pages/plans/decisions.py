"""Forms to approve, reject, stop, pause and resume a plan; each leads back to the plan's page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Invalid
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan, skip_step
from chatbot.domain.plans.decisions import approve_plan, reject_plan
from chatbot.domain.text import normalize
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
        feedback = normalize(request.POST.get("feedback", "").replace("\r\n", "\n")) if wants_another else ""
        if wants_another and not feedback:
            raise Invalid("Say what should be different, or reject the plan.", "feedback")
        reject_plan(request.user, plan_id, feedback, version=seen_version(request))

    return carry_out_on_plan(request, plan_id, verb)


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
def skip(request: SignedInRequest, plan_id: UUID, step_id: UUID) -> HttpResponse:
    return carry_out_on_plan(
        request, plan_id, lambda: skip_step(request.user, plan_id, step_id), place=step_id
    )
