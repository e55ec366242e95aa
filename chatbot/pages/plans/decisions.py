"""Forms to approve, reject, stop, pause and resume a plan; each leads back to the plan's page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Invalid
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan, skip_step
from chatbot.domain.plans.decisions import approve_plan, reject_plan
from chatbot.domain.text import normalize
from chatbot.pages.plans.page import plan_page
from chatbot.pages.problem import Problem
from chatbot.pages.redirects import carry_out
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_POST
@signed_in
def approve(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    user, seen = request.user, _seen_version(request)
    return _do(request, plan_id, lambda: approve_plan(user, plan_id, by=user, version=seen))


@require_POST
@signed_in
def reject(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    """With feedback the planner makes a new proposal; without it the plan is rejected."""

    def verb() -> None:
        wants_another = request.POST.get("reject") != "for-good"
        feedback = normalize(request.POST.get("feedback", "").replace("\r\n", "\n")) if wants_another else ""
        if wants_another and not feedback:
            raise Invalid("Say what should be different, or reject the plan.", "feedback")
        reject_plan(request.user, plan_id, feedback, version=_seen_version(request))

    return _do(request, plan_id, verb)


@require_POST
@signed_in
def pause(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return _do(request, plan_id, lambda: pause_plan(request.user, plan_id))


@require_POST
@signed_in
def resume(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return _do(request, plan_id, lambda: resume_plan(request.user, plan_id))


@require_POST
@signed_in
def cancel(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return _do(request, plan_id, lambda: cancel_plan(request.user, plan_id))


@require_POST
@signed_in
def skip(request: SignedInRequest, plan_id: UUID, step_id: UUID) -> HttpResponse:
    return _do(request, plan_id, lambda: skip_step(request.user, plan_id, step_id), place=step_id)


def _seen_version(request: SignedInRequest) -> int | None:
    """The version that the page showed; 0, which matches none, if the form does not have it."""
    given = request.POST.get("version")
    if given is None:
        return None
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0


def _do(
    request: SignedInRequest, plan_id: UUID, verb: Callable[[], object], place: UUID | None = None
) -> HttpResponse:
    """Carry out a form. On an error, show the plan again, with the reason."""

    def refuse(reason: str, status: int) -> HttpResponse:
        return plan_page(request, plan_id, Problem(str(place or plan_id), reason), status)

    return carry_out(request, verb, reverse("plan", args=[plan_id]), refuse)
