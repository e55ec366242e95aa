"""Edit a proposal before it is approved. Without a script, each change of the rows is a round trip."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chatbot.domain.errors import Conflict, Invalid
from chatbot.domain.plans.decisions import edit_plan
from chatbot.domain.plans.proposal_schema import working_agents
from chatbot.domain.plans.status import find_plan
from chatbot.models import Plan
from chatbot.models.plan import STEPS_PER_PLAN
from chatbot.pages.plans.badges import plan_badge
from chatbot.pages.plans.form import PlanForm, StepRow
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in

BLANK_KEY = "KEY"  # a script puts the real one in its place


@signed_in
def edit(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    plan = find_plan(request.user, plan_id)
    if request.method != "POST":
        if plan.status != Plan.Status.AWAITING_APPROVAL:
            return SeeOther(reverse("plan", args=[plan.pk]))
        return _form(request, plan, PlanForm.of(plan))
    form = PlanForm.given(request.POST)
    action, _, key = request.POST.get("do", "save").partition(":")
    if action != "save":
        form.change(action, key, _agents())
        return _form(request, plan, form)
    return _save(request, plan, form)


def _save(request: SignedInRequest, plan: Plan, form: PlanForm) -> HttpResponse:
    if not form.check():
        return _form(request, plan, form, 400)
    try:
        edit_plan(request.user, plan.pk, version=form.version, proposal=form.proposal())
    except (Conflict, Invalid) as error:
        form.error = error.message
        return _form(request, plan, form, 409 if isinstance(error, Conflict) else 400)
    return SeeOther(reverse("plan", args=[plan.pk]))


def _form(request: SignedInRequest, plan: Plan, form: PlanForm, status: int = 200) -> HttpResponse:
    listening = stream_context(request.user)
    plan.refresh_from_db()
    agents = _agents()
    context = {
        **listening,
        **shell(request.user, "plans"),
        "plan": plan,
        "badge": plan_badge(plan),
        "form": form,
        "agents": agents,
        "limit": STEPS_PER_PLAN,
        "blank_row": StepRow(BLANK_KEY, agent=agents[0] if agents else ""),
    }
    return render(request, "plans/edit.html", context, status=status)


def _agents() -> list[str]:
    return list(working_agents().values_list("name", flat=True))
