"""Plans that begin with the steps of an earlier one, over REST: run again, templates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.authentication import user_of
from chatbot.api.rest.endpoint import Endpoint, ListEndpoint
from chatbot.api.rest.scopes import AGENT
from chatbot.api.rest.strict import Body, Empty, Id, Moment
from chatbot.api.serializers import or_problem, problem
from chatbot.domain.plans.copies import (
    MOST_TEMPLATES,
    delete_template,
    run_again,
    save_template,
    start_from_template,
)
from chatbot.domain.plans.create import MOST_OPEN
from chatbot.models import PlanTemplate

from .rows import created, current
from .serializers import OnePlanSerializer

_CREATED = or_problem(
    {201: OnePlanSerializer},
    400,
    404,
    429,
    _409=problem(
        "There are too many open plans.",
        "conflict",
        f"You have {MOST_OPEN} open plans. Finish or stop one of them first.",
    ),
)


class TemplateBody(Body):
    plan_id = Id(help_text="The plan whose goal and steps are kept.")


class TemplateStepSerializer(serializers.Serializer[dict[str, Any]]):
    title = serializers.CharField()
    detail = serializers.CharField()
    agent = serializers.CharField()
    depends_on = serializers.ListField(child=serializers.IntegerField())


class TemplateSerializer(serializers.Serializer[PlanTemplate]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    goal = serializers.CharField()
    steps = TemplateStepSerializer(many=True)
    created_at = Moment()


class Again(Endpoint):
    scope = AGENT

    @extend_schema(operation_id="run_plan_again", request=None, responses=_CREATED)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Create a plan with the goal and the steps of this one, which wait for approval."""
        Empty.read(request)
        owner = user_of(request)
        cursor = current(owner)
        return created(request, run_again(owner, plan_id), cursor)


class Templates(ListEndpoint):
    @extend_schema(
        operation_id="list_plan_templates",
        responses=or_problem({200: TemplateSerializer(many=True)}, 400),
    )
    def get(self, request: Request) -> Response:
        """List the templates by their titles."""
        self.query()
        rows = PlanTemplate.objects.of(user_of(request)).order_by("title", "created_at", "pk")
        return self.page(rows, lambda row: TemplateSerializer(row).data)

    @extend_schema(
        operation_id="save_plan_template",
        request=TemplateBody,
        responses=or_problem(
            {201: TemplateSerializer},
            400,
            404,
            _409=problem(
                "There are too many templates.",
                "conflict",
                f"You have {MOST_TEMPLATES} templates. Delete one of them first.",
            ),
        ),
    )
    def post(self, request: Request) -> Response:
        """Keep the goal and the steps of a plan as a template."""
        template = save_template(user_of(request), TemplateBody.read(request)["plan_id"])
        return Response(TemplateSerializer(template).data, status=201)


class OneTemplate(Endpoint):
    @extend_schema(operation_id="delete_plan_template", responses=or_problem({204: None}, 404))
    def delete(self, request: Request, template_id: UUID) -> Response:
        """Delete a template. Plans that were started from it stay."""
        delete_template(user_of(request), template_id)
        return Response(status=204)


class Start(Endpoint):
    scope = AGENT

    @extend_schema(operation_id="start_plan_template", request=None, responses=_CREATED)
    def post(self, request: Request, template_id: UUID) -> Response:
        """Create a plan from a template. Its steps wait for approval."""
        Empty.read(request)
        owner = user_of(request)
        cursor = current(owner)
        return created(request, start_from_template(owner, template_id), cursor)
