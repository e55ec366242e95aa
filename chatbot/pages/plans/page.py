"""The page of one plan: its goal, steps, messages and decisions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chatbot.domain.plans.status import find_plan
from chatbot.pages.plans.view import plan_view
from chatbot.pages.problem import Problem
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_safe
@signed_in
def plan(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return plan_page(request, plan_id)


def plan_page(
    request: SignedInRequest, plan_id: UUID, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    """The page, with the reason if a command failed."""
    user = request.user
    listening = stream_context(user)  # read first: the script gets all events after this position
    text = request.GET.get("before", "")
    before = int(text) if text.isdecimal() and len(text) < 19 else None
    context = {
        **listening,
        **shell(user, "plans"),
        "plan": plan_view(find_plan(user, plan_id), user.date_settings, problem, before),
        "query": "" if before is None else f"?before={before}",
    }
    return render(request, "plans/plan.html", context, status=status)
