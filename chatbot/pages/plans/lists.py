"""The list of one's plans, and the form that makes a new one."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.errors import DomainError
from chatbot.domain.plans.create import create_plan
from chatbot.models import Plan, Run, User
from chatbot.models.plan import GOAL_LENGTH
from chatbot.pages.plans.view import PlanRow, plan_row
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.statuses import status_of

PLANS_PER_PAGE = 30


@signed_in
def plans(request: SignedInRequest) -> HttpResponse:
    """A goal leads to its plan; an objection shows the page again, the text kept."""
    if request.method != "POST":
        return _list(request)
    # A browser sends each line break as two characters.
    goal = request.POST.get("goal", "").replace("\r\n", "\n")
    try:
        plan = create_plan(request.user, goal)
    except DomainError as error:
        return _list(request, goal=goal, error=error.message, status=status_of(error))
    return SeeOther(reverse("plan", args=[plan.pk]))


def _list(request: SignedInRequest, *, goal: str = "", error: str = "", status: int = 200) -> HttpResponse:
    user = request.user
    listening = stream_context(user)  # read first: what happens from here on, the script hears of
    stored = Plan.objects.of(user).prefetch_related("steps")
    page = Paginator(stored, PLANS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **listening,
        **shell(user, "plans"),
        "plans": _rows(page, user),
        "page": page,
        "goal": goal,
        "error": error,
        "limit": GOAL_LENGTH,
    }
    return render(request, "plans/plans.html", context, status=status)


def _rows(page: Page[Plan], user: User) -> list[PlanRow]:
    now = timezone.now()
    waiting = Run.objects.of(user).filter(status=Run.Status.AWAITING_APPROVAL)
    asking = set(waiting.values_list("conversation__plan_id", flat=True))
    return [plan_row(plan, user.date_settings, now, is_asking=plan.pk in asking) for plan in page]
