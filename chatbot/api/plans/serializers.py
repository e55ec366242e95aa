"""Serializers of plans, their steps and messages."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from chatbot.api.rest.strict import Moment
from chatbot.models import Plan, PlanMessage, Step


class StepSerializer(serializers.Serializer[Step]):
    id = serializers.UUIDField()
    position = serializers.IntegerField(help_text="1, 2, 3 … in the plan.")
    title = serializers.CharField()
    detail = serializers.CharField()
    agent = serializers.CharField(help_text="The name of the agent that does it.")
    status = serializers.ChoiceField(Step.Status.choices)
    result = serializers.CharField(help_text="Markdown; empty until it is completed.")
    depends_on = serializers.ListField(
        child=serializers.IntegerField(), help_text="Positions of the steps whose results it needs."
    )
    error = serializers.SerializerMethodField(help_text="A sentence for people, if it failed.")
    run_id = serializers.SerializerMethodField(help_text="The latest run that works, or worked, on it.")
    started_at = Moment(allow_null=True)
    finished_at = Moment(allow_null=True)

    def get_error(self, step: Step) -> str | None:
        return step.error or None

    def get_run_id(self, step: Step) -> str | None:
        latest = max(step.runs.all(), key=lambda run: run.created_at, default=None)
        return str(latest.pk) if latest else None


class PlanSerializer(serializers.Serializer[Plan]):
    id = serializers.UUIDField()
    goal = serializers.CharField()
    title = serializers.CharField()
    status = serializers.ChoiceField(Plan.Status.choices)
    steps = StepSerializer(many=True, source="current_steps", help_text="Of the latest proposal, in order.")
    version = serializers.IntegerField(help_text="Counts the proposals; 0 while there is none.")
    summary = serializers.CharField(help_text="Markdown; empty until it is completed.")
    error = serializers.SerializerMethodField(help_text="A sentence for people, if it failed.")
    approved_by = serializers.SerializerMethodField(help_text="A user's name.")
    created_at = Moment()
    updated_at = Moment()
    approved_at = Moment(allow_null=True)
    finished_at = Moment(allow_null=True)

    def get_error(self, plan: Plan) -> str | None:
        return plan.error or None

    def get_approved_by(self, plan: Plan) -> str | None:
        return plan.approved_by.username if plan.approved_by else None


class OnePlanSerializer(PlanSerializer):
    is_without_worker = serializers.BooleanField(
        help_text="A run of it is queued, and no process runs that would start it."
    )
    cursor = serializers.CharField(
        help_text="Subscribe to the plan with this as `after`, and no frame is missed in between."
    )


class PlanMessageSerializer(serializers.Serializer[PlanMessage]):
    id = serializers.IntegerField(help_text="Ascending in the order in which it was said.")
    type = serializers.ChoiceField(
        ["plan_update", "step_update", "agent_message"], source="kind", help_text="As on the plan socket."
    )
    agent = serializers.CharField(source="agent_name")
    content = serializers.CharField(help_text="Markdown.")
    message_type = serializers.ChoiceField(PlanMessage.Type.choices)
    status = serializers.ChoiceField(PlanMessage.Status.choices)
    timestamp = Moment(source="created_at")
    step_id = serializers.UUIDField(allow_null=True)


class DemonstrationSerializer(serializers.Serializer[Any]):
    plan_id = serializers.UUIDField()
    frames = serializers.IntegerField()
    seconds = serializers.IntegerField(help_text="How long it plays.")
