"""Plans with the goal and the steps of an earlier one: run a plan again, or start one from a template."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.models import Plan, PlanTemplate, User

from .create import new_plan
from .messages import OURSELVES
from .proposal_schema import parse_plan, proposal_of
from .propose import propose
from .proposed_tasks import without_past_days
from .status import find_plan

MOST_TEMPLATES = 50


@transaction.atomic
def run_again(owner: User, plan_id: UUID) -> Plan:
    """Propose the plan again, as a new plan, which waits for approval. No planner is asked.

    Raises `NotFound`; `Invalid` for a plan without steps, or with an agent that is not in the team any more;
    and what `create_plan` raises.
    """
    plan = find_plan(owner, plan_id)
    return _copy(owner, plan.goal, _with_steps(plan), plan.model)


@transaction.atomic
def save_template(owner: User, plan_id: UUID) -> PlanTemplate:
    """Keep the goal and the steps of a plan. Raises `NotFound`, `Invalid`; `Conflict` if there are many."""
    plan = find_plan(owner, plan_id)
    proposal = _with_steps(plan)
    if PlanTemplate.objects.of(owner).count() >= MOST_TEMPLATES:
        raise Conflict(
            _("You have %(count)d templates. Delete one of them first.") % {"count": MOST_TEMPLATES}
        )
    return PlanTemplate.objects.create(
        owner=owner, title=proposal["title"], goal=plan.goal, steps=proposal["steps"]
    )


@transaction.atomic
def start_from_template(owner: User, template_id: UUID) -> Plan:
    """Raises as `run_again`."""
    template = PlanTemplate.objects.of(owner).filter(pk=template_id).first()
    if template is None:
        raise NotFound(_("There is no such template."))
    return _copy(owner, template.goal, {"title": template.title, "steps": template.steps})


def delete_template(owner: User, template_id: UUID) -> None:
    """Raises `NotFound`."""
    deleted, _rows = PlanTemplate.objects.of(owner).filter(pk=template_id).delete()
    if not deleted:
        raise NotFound(_("There is no such template."))


def _with_steps(plan: Plan) -> dict[str, Any]:
    proposal = proposal_of(plan)
    if not proposal["steps"]:
        raise Invalid(_("This plan has no steps."), "steps")
    return proposal


def _copy(owner: User, goal: str, proposal: dict[str, Any], model: str = "") -> Plan:
    dates, now = owner.date_settings, timezone.now()
    steps = [{**step, "detail": without_past_days(step["detail"], dates, now)} for step in proposal["steps"]]
    checked = parse_plan({**proposal, "steps": steps})
    plan = new_plan(owner, goal, model=model)
    propose(plan, checked, OURSELVES)
    return plan
