"""Forms to run a plan again, and to keep it as a template; they lead to the new plan, or to the templates."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import DomainError
from chatbot.domain.plans.copies import delete_template, run_again, save_template, start_from_template
from chatbot.models import Plan
from chatbot.pages.plans.lists import plans_page
from chatbot.pages.plans.page import plan_page
from chatbot.pages.problem import Problem
from chatbot.pages.redirects import REFUSALS, SeeOther
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.statuses import status_of

type Refuse = Callable[[DomainError], HttpResponse]


@require_POST
@signed_in
def again(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    return _open(lambda: run_again(request.user, plan_id), _on_plan(request, plan_id))


@require_POST
@signed_in
def save(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    try:
        template = save_template(request.user, plan_id)
    except REFUSALS as error:
        return _on_plan(request, plan_id)(error)
    messages.success(request, _("Saved “%(title)s” as a template.") % {"title": template})
    return SeeOther(reverse("plans"))


@require_POST
@signed_in
def start(request: SignedInRequest, template_id: UUID) -> HttpResponse:
    def refuse(error: DomainError) -> HttpResponse:
        return plans_page(request, error=error.message, status=status_of(error))

    return _open(lambda: start_from_template(request.user, template_id), refuse)


@require_POST
@signed_in
def delete(request: SignedInRequest, template_id: UUID) -> HttpResponse:
    delete_template(request.user, template_id)
    return SeeOther(reverse("plans"))


def _open(create: Callable[[], Plan], refuse: Refuse) -> HttpResponse:
    """Redirect to the plan that was created."""
    try:
        plan = create()
    except REFUSALS as error:
        return refuse(error)
    return SeeOther(reverse("plan", args=[plan.pk]))


def _on_plan(request: SignedInRequest, plan_id: UUID) -> Refuse:
    def refuse(error: DomainError) -> HttpResponse:
        return plan_page(request, plan_id, Problem(str(plan_id), error.message), status_of(error))

    return refuse
