"""What people decide about a plan, as forms: each leads back to its page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Conflict, Invalid, LimitReached, NotFound
from chatbot.domain.plans import life
from chatbot.domain.text import normalize
from chatbot.pages.chat.transcript import Problem
from chatbot.pages.plans.page import plan_page
from chatbot.pages.redirects import done, is_from_script, sentence
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.statuses import status_of


@require_POST
@signed_in
def approve(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    user, seen = request.user, _seen_version(request)
    return _do(request, plan_id, lambda: life.approve_plan(user, plan_id, by=user, version=seen))


@require_POST
@signed_in
def reject(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    """With feedback the planner proposes again, without it the plan is turned down, as the button says."""

    def verb() -> None:
        wants_another = request.POST.get("reject") != "for-good"
        feedback = normalize(request.POST.get("feedback", "").replace("\r\n", "\n")) if wants_another else ""
        if wants_another and not feedback:
            raise Invalid("Say what should be different, or reject the plan.", "feedback")
        life.reject_plan(request.user, plan_id, feedback, version=_seen_version(request))

    return _do(request, plan_id, verb)


@require_POST
@signed_in
def pause(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return _do(request, plan_id, lambda: life.pause_plan(request.user, plan_id))


@require_POST
@signed_in
def resume(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return _do(request, plan_id, lambda: life.resume_plan(request.user, plan_id))


@require_POST
@signed_in
def cancel(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return _do(request, plan_id, lambda: life.cancel_plan(request.user, plan_id))


@require_POST
@signed_in
def skip(request: SignedInRequest, plan_id: UUID, step_id: UUID) -> HttpResponse:
    return _do(request, plan_id, lambda: life.skip_step(request.user, plan_id, step_id), place=step_id)


def _seen_version(request: SignedInRequest) -> int | None:
    """Nobody decides on a proposal that they have not seen: 0 stands for one that there never was."""
    given = request.POST.get("version")
    if given is None:
        return None
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0


def _do(
    request: SignedInRequest, plan_id: UUID, verb: Callable[[], object], place: UUID | None = None
) -> HttpResponse:
    """Shows the plan again, with the reason, where it cannot be done."""
    try:
        verb()
    except NotFound as error:
        raise Http404(error.message) from error
    except (Conflict, Invalid, LimitReached) as error:
        status = status_of(error)
        if is_from_script(request):
            return sentence(error.message, status)
        return plan_page(request, plan_id, Problem(str(place or plan_id), error.message), status)
    return done(request, reverse("plan", args=[plan_id]))
