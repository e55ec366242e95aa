"""Forms to decide on tool calls and to stop, retry or undo runs; each leads back to the page it came from."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Conflict
from chatbot.domain.journal.approvals import AlreadyDecided, approve, decline
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.feedback import rate_answer
from chatbot.domain.runs.retry import regenerate, retry_run
from chatbot.domain.tasks.undo import undo_call, undo_run
from chatbot.models import Run, ToolCall
from chatbot.pages.chat.address import Address
from chatbot.pages.chat.page import page_with_problem
from chatbot.pages.chat.steps import given_arguments
from chatbot.pages.plans.page import plan_page
from chatbot.pages.problem import Problem
from chatbot.pages.redirects import carry_out, next_url
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_POST
@signed_in
def cancel(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    return _of_run(request, run_id, lambda: cancel_run(request.user, run_id))


@require_POST
@signed_in
def retry(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    return _of_run(request, run_id, lambda: retry_run(request.user, run_id))


@require_POST
@signed_in
def answer_again(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    return _of_run(request, run_id, lambda: regenerate(request.user, run_id))


@require_POST
@signed_in
def rate(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Store `rating` and `comment`; an empty rating takes both back."""
    rating, comment = (request.POST.get(name, "") for name in ("rating", "comment"))
    return _of_run(request, run_id, lambda: rate_answer(request.user, run_id, rating, comment))


@require_POST
@signed_in
def undo_all(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    return _of_run(request, run_id, lambda: undo_run(request.user, run_id))


@require_POST
@signed_in
def approve_call(request: SignedInRequest, call_id: str) -> HttpResponse:
    call = _call_or_404(request, call_id)

    def decide() -> None:
        arguments = given_arguments(call, request.POST)
        approve(request.user, call_id, by=request.user, arguments=arguments)

    return _do(request, call.run, call_id, decide)


@require_POST
@signed_in
def decline_call(request: SignedInRequest, call_id: str) -> HttpResponse:
    call = _call_or_404(request, call_id)
    return _do(request, call.run, call_id, lambda: decline(request.user, call_id, by=request.user))


@require_POST
@signed_in
def undo_step(request: SignedInRequest, call_id: str) -> HttpResponse:
    call = _call_or_404(request, call_id)
    whole = Address(whole=call.run.trigger.position)
    return _do(request, call.run, call_id, lambda: undo_call(request.user, call_id), whole)


def _of_run(request: SignedInRequest, run_id: UUID, verb: Callable[[], object]) -> HttpResponse:
    run = Run.objects.of(request.user).select_related("conversation").filter(pk=run_id).first()
    if run is None:
        raise Http404("There is no such run.")
    return _do(request, run, str(run_id), verb)


def _call_or_404(request: SignedInRequest, call_id: str) -> ToolCall:
    calls = ToolCall.objects.of(request.user).select_related("run__conversation", "run__trigger")
    call = calls.filter(call_id=call_id).order_by("-started_at").first()
    if call is None:
        raise Http404("There is no such tool call.")
    return call


def _do(
    request: SignedInRequest,
    run: Run,
    place: str,
    verb: Callable[[], object],
    address: Address = Address.END,
) -> HttpResponse:
    """Carry out a form. On an error, show the conversation or the plan again, with the reason."""
    plan_id = run.conversation.plan_id

    def worded() -> None:
        try:
            verb()
        except AlreadyDecided as error:
            raise Conflict(error.message_for(request.user)) from error

    def refuse(reason: str, status: int) -> HttpResponse:
        problem = Problem(place, reason)
        if plan_id is not None:
            return plan_page(request, plan_id, problem, status)
        return page_with_problem(request, run.conversation, problem, status)

    if plan_id is not None:
        return carry_out(request, worded, reverse("plan", args=[plan_id]), refuse)
    url = reverse("conversation", args=[run.conversation_id]) + address.query
    return carry_out(request, worded, next_url(request, url), refuse)
