"""Plans over REST: create one from a goal, list, read and edit plans."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import ListEndpoint
from chatbot.api.rest.entity import Entity
from chatbot.api.rest.scopes import AGENT
from chatbot.api.rest.strict import Body
from chatbot.api.serializers import or_problem, problem
from chatbot.domain.plans.create import MOST_OPEN, create_plan
from chatbot.domain.plans.decisions import edit_plan
from chatbot.domain.plans.status import find_plan
from chatbot.models import Plan

from .bodies import ChangesBody, GoalBody, PlanQuery, ProposalBody
from .rows import created, current, plan_rows, shown
from .serializers import OnePlanSerializer, PlanMessageSerializer, PlanSerializer

_CANNOT_EDIT = problem(
    "It does not wait for approval, or has changed in the meantime.",
    "conflict",
    "Only a plan that waits for approval can be edited; it is running.",
    "The plan has changed in the meantime. Look at it again first.",
)


class Plans(ListEndpoint):
    scope = AGENT

    query_class = PlanQuery

    @extend_schema(
        operation_id="list_plans",
        parameters=[PlanQuery],
        responses=or_problem({200: PlanSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List the plans, the latest first."""
        rows = plan_rows().filter(owner=user_of(request)).order_by("-created_at", "pk")
        if chosen := PlanQuery.statuses(self.query().get("status", [])):
            rows = rows.filter(status__in=chosen)
        return self.page(rows, lambda row: PlanSerializer(row).data)

    @extend_schema(
        operation_id="create_plan",
        request=GoalBody,
        responses=or_problem(
            {201: OnePlanSerializer},
            400,
            429,
            _409=problem(
                "There are too many open plans.",
                "conflict",
                f"You have {MOST_OPEN} open plans. Finish or stop one of them first.",
            ),
        ),
    )
    def post(self, request: Request) -> Response:
        """Create a plan from a goal. The planner proposes steps, which then wait for approval."""
        owner, goal = user_of(request), GoalBody.read(request)["goal"]
        cursor = current(owner)
        return created(request, create_plan(owner, goal), cursor)


class OnePlan(Entity):
    locked = Plan
    scope = AGENT

    @extend_schema(operation_id="get_plan", responses=or_problem({200: OnePlanSerializer}, 404))
    def get(self, request: Request, plan_id: UUID) -> Response:
        """Get a plan with its steps, their results, and its summary."""
        owner = user_of(request)
        return shown(owner, plan_id, current(owner))

    @extend_schema(
        operation_id="replace_proposal",
        request=ProposalBody,
        responses=or_problem({200: OnePlanSerializer}, 400, 404, _409=_CANNOT_EDIT),
    )
    def put(self, request: Request, plan_id: UUID) -> Response:
        """Replace a proposal that waits for approval: its title, and all its steps in their new order."""
        return _edit(request, plan_id, ProposalBody)

    @extend_schema(
        operation_id="edit_proposal",
        request=ChangesBody,
        responses=or_problem({200: OnePlanSerializer}, 400, 404, _409=_CANNOT_EDIT),
    )
    def patch(self, request: Request, plan_id: UUID) -> Response:
        """Change the title of a proposal, or replace its steps; `version` is the version that was edited."""
        return _edit(request, plan_id, ChangesBody)


class Messages(ListEndpoint):
    scope = AGENT

    @extend_schema(
        operation_id="list_plan_messages",
        responses=or_problem({200: PlanMessageSerializer(many=True)}, 400, 404),
    )
    def get(self, request: Request, plan_id: UUID) -> Response:
        """List the messages of a plan, in order."""
        self.query()
        plan = find_plan(user_of(request), plan_id)
        return self.page(plan.messages.order_by("pk"), lambda row: PlanMessageSerializer(row).data)


def _edit(request: Request, plan_id: UUID, body_class: type[Body]) -> Response:
    owner = user_of(request)
    cursor = current(owner)
    # The domain refuses the edit if this is not the version that the client has edited.
    present = _proposal_of(find_plan(owner, plan_id))
    given = body_class.read(request)
    version = given.pop("version")
    edit_plan(owner, plan_id, version=version, proposal={**present, **given})
    return shown(owner, plan_id, cursor)


def _proposal_of(plan: Plan) -> dict[str, Any]:
    names = ("title", "detail", "agent", "depends_on")
    steps = [{name: getattr(step, name) for name in names} for step in plan.current_steps]
    return {"title": plan.title, "steps": steps}
