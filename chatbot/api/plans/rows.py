"""Query plans, and answer with one of them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Prefetch, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.links import link
from chatbot.domain.errors import NotFound
from chatbot.domain.operations.heartbeats import is_plan_without_worker
from chatbot.domain.publish import stream_of
from chatbot.models import Plan, Run, Step, User
from streaming.cursor import Cursor
from streaming.log import stream_position

from .serializers import PlanSerializer


def plan_rows() -> QuerySet[Plan]:
    """Plans with everything that `PlanSerializer` needs."""
    runs = Run.objects.only("pk", "step_id", "created_at")
    steps = Step.objects.filter(version=F("plan__version")).prefetch_related(Prefetch("runs", runs))
    return Plan.objects.select_related("approved_by").prefetch_related(Prefetch("steps", steps))


def current(owner: User) -> Cursor:
    """The owner's current cursor.

    Read it before the data that it is sent with, so that no event is missed.
    """
    return stream_position(stream_of(owner.pk)).cursor


def created(request: Request, plan: Plan, cursor: Cursor) -> Response:
    """The answer with a plan that was just created, and its address."""
    response = shown(user_of(request), plan.pk, cursor)
    response.status_code = 201
    response["Location"] = link(request, "api-plan", plan.pk)
    return response


def shown(owner: User, plan_id: UUID, cursor: Cursor) -> Response:
    """The answer with the plan's current state."""
    plan = plan_rows().filter(owner=owner, pk=plan_id).first()
    if plan is None:
        raise NotFound("There is no such plan.")
    queued = Run.objects.filter(conversation__plan=plan, status=Run.Status.QUEUED).order_by("created_at")
    without = is_plan_without_worker(queued[:1])
    return Response({**PlanSerializer(plan).data, "is_without_worker": without, "cursor": str(cursor)})
