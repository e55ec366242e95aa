"""Create a plan from a goal, and ask the planner for its proposal."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict
from chatbot.domain.journal.budget import require_budget_left
from chatbot.domain.runs.limits import count_request
from chatbot.domain.text import clean
from chatbot.models import Plan, PlanMessage, User
from chatbot.models.plan import GOAL_LENGTH

from .runs import start_planning
from .status import OPEN, post_update

MOST_OPEN = 20


@transaction.atomic
def create_plan(owner: User, goal: str, *, model: str = "") -> Plan:
    """Store a goal and ask the planner for a proposal. `model` is the model for all agents of the plan.

    Raises `Invalid`, `LimitReached`, and `Conflict` if the owner has too many open plans.
    """
    plan = new_plan(owner, goal, model=model)
    post_update(plan, "Making a plan...", PlanMessage.Type.THINKING, is_activity=True)
    start_planning(plan)
    return plan


def new_plan(owner: User, goal: str, *, model: str = "") -> Plan:
    """A stored plan without steps, within the owner's limits. Call it in a transaction; raises as above."""
    goal = clean(goal, field="goal", limit=GOAL_LENGTH)
    count_request(owner)
    if Plan.objects.of(owner).filter(status__in=OPEN).count() >= MOST_OPEN:
        raise Conflict(
            _("You have %(count)d open plans. Finish or stop one of them first.") % {"count": MOST_OPEN}
        )
    require_budget_left(owner)
    line = " ".join(goal.split())
    title = line if len(line) <= 80 else f"{line[:79]}…"
    return Plan.objects.create(owner=owner, goal=goal, title=title, model=model)
