"""The list of plans, and the form to create one."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.errors import DomainError
from chatbot.domain.plans.create import create_plan
from chatbot.models import Plan, PlanTemplate, Run, User
from chatbot.models.plan import GOAL_LENGTH
from chatbot.pages.plans.view import PlanRow, plan_row
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.statuses import status_of

PLANS_PER_PAGE = 30


@signed_in
def plans(request: SignedInRequest) -> HttpResponse:
    """Create a plan and lead to it; on an error, show the page again with the text."""
    if request.method != "POST":
        return plans_page(request)
    # Browsers send each line break as two characters.
    goal = request.POST.get("goal", "").replace("\r\n", "\n")
    try:
        plan = create_plan(request.user, goal)
    except DomainError as error:
        return plans_page(request, goal=goal, error=error.message, status=status_of(error))
    return SeeOther(reverse("plan", args=[plan.pk]))


def plans_page(
    request: SignedInRequest, *, goal: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    """The page, with the reason if a plan could not be created."""
    user = request.user
    listening = stream_context(user)  # read first: the script gets all events after this position
    stored = Plan.objects.of(user).prefetch_related("steps")
    page = Paginator(stored, PLANS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **listening,
        **shell(user, "plans"),
        "plans": _rows(page, user),
        "page": page,
        "templates": PlanTemplate.objects.of(user),
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
