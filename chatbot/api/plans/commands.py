"""Commands on plans: approve, reject, stop, pause and resume a plan; skip or retry a step."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint
from chatbot.api.rest.scopes import AGENT
from chatbot.api.rest.strict import Empty
from chatbot.api.serializers import or_problem, problem
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan, retry_step, skip_step
from chatbot.domain.plans.decisions import approve_plan, reject_plan
from chatbot.domain.plans.demonstration import SCRIPT
from chatbot.domain.plans.status import find_plan
from chatbot.domain.runs.enqueue import enqueue_demonstration
from chatbot.models import Plan, User

from .bodies import ApproveBody, RejectBody
from .rows import current, shown
from .serializers import DemonstrationSerializer, OnePlanSerializer

_ANSWERS = or_problem(
    {200: OnePlanSerializer},
    400,
    404,
    429,
    _409=problem(
        "It has changed in the meantime.",
        "conflict",
        "The plan is stopped.",
        "The plan is waiting for approval.",
    ),
)
_STEP_ANSWERS = or_problem(
    {200: OnePlanSerializer},
    400,
    404,
    429,
    _409=problem(
        "The plan or the step has changed in the meantime.",
        "conflict",
        "This step is completed.",
        "No step can be skipped: the plan is completed.",
    ),
)


class Approve(Endpoint):
    scope = AGENT

    @extend_schema(operation_id="approve_plan", request=ApproveBody, responses=_ANSWERS)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Approve a plan; the team starts to carry it out. The first decision counts."""
        body, user = ApproveBody.read(request), user_of(request)
        return _done(user, lambda: approve_plan(user, plan_id, by=user, version=body.get("version")))


class Reject(Endpoint):
    scope = AGENT

    @extend_schema(operation_id="reject_plan", request=RejectBody, responses=_ANSWERS)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Reject a proposal for good, or, with feedback, ask for a new one."""
        body, owner = RejectBody.read(request), user_of(request)
        feedback, version = body.get("feedback", ""), body.get("version")
        return _done(owner, lambda: reject_plan(owner, plan_id, feedback, version=version))


class _Command(Endpoint):
    """A command without a body."""

    scope = AGENT

    def _follow(self, request: Request, plan_id: UUID, verb: Callable[[User, UUID], Plan]) -> Response:
        Empty.read(request)
        owner = user_of(request)
        return _done(owner, lambda: verb(owner, plan_id))


class Cancel(_Command):
    @extend_schema(operation_id="cancel_plan", request=None, responses=_ANSWERS)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Stop a plan for good. What its steps have done stays done."""
        return self._follow(request, plan_id, cancel_plan)


class Pause(_Command):
    @extend_schema(operation_id="pause_plan", request=None, responses=_ANSWERS)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Pause a plan: stop its running steps until it is resumed."""
        return self._follow(request, plan_id, pause_plan)


class Resume(_Command):
    @extend_schema(operation_id="resume_plan", request=None, responses=_ANSWERS)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Resume a plan after a pause or a failure.

        Failed steps are retried; what they did is not repeated.
        """
        return self._follow(request, plan_id, resume_plan)


class SkipStep(_Command):
    @extend_schema(operation_id="skip_step", request=None, responses=_STEP_ANSWERS)
    def post(self, request: Request, plan_id: UUID, step_id: UUID) -> Response:
        """Skip a step that has failed or has not started. A failed plan continues once it is resumed."""
        return self._follow(request, plan_id, lambda owner, plan: skip_step(owner, plan, step_id))


class RetryStep(_Command):
    @extend_schema(operation_id="retry_step", request=None, responses=_STEP_ANSWERS)
    def post(self, request: Request, plan_id: UUID, step_id: UUID) -> Response:
        """Retry a failed step and resume the plan; other failed steps are retried as well."""
        return self._follow(request, plan_id, lambda owner, plan: retry_step(owner, plan, step_id))


class Demonstrate(Endpoint):
    scope = AGENT

    @extend_schema(
        operation_id="demonstrate_plan",
        request=None,
        responses=or_problem(
            {202: DemonstrationSerializer}, 400, 404, _403="For staff, and where `DEBUG` is on."
        ),
    )
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Play six scripted frames on the plan, for testing a client of the plan socket."""
        Empty.read(request)
        owner = user_of(request)
        if not (owner.is_staff or settings.DEBUG):
            raise PermissionDenied
        plan = find_plan(owner, plan_id)
        enqueue_demonstration(plan.pk)
        seconds = max(moment for moment, _ in SCRIPT)
        return Response({"plan_id": plan.pk, "frames": len(SCRIPT), "seconds": seconds}, status=202)


def _done(owner: User, verb: Callable[[], Plan]) -> Response:
    cursor = current(owner)
    return shown(owner, verb().pk, cursor)
