"""Request bodies about plans. The domain validates the texts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from chatbot.api.rest.strict import Body, Query, Strict, Text, Whole, Word
from chatbot.domain.plans.status import OPEN
from chatbot.models import Plan

OPEN_ONES = "open"


class PlanQuery(Query):
    status = serializers.ListField(
        child=Word([OPEN_ONES, *Plan.Status.values]),
        required=False,
        help_text=f"`{OPEN_ONES}` stands for all plans that are not over. May be given more than once.",
    )

    @staticmethod
    def statuses(given: list[str]) -> set[str]:
        return {status for word in given for status in (OPEN if word == OPEN_ONES else (word,))}


class GoalBody(Body):
    goal = Text(allow_blank=True)


class ProposedStepBody(Strict):
    title = Text(allow_blank=True)
    detail = Text(allow_blank=True, required=False)
    agent = Text(allow_blank=True, help_text="The name of an agent of the team.")
    depends_on = serializers.ListField(
        child=Whole(), required=False, help_text="Positions of earlier steps whose results it needs."
    )


class ProposalBody(Body):
    version = Whole(help_text="The version that was edited: an older one is refused.")
    title = Text(allow_blank=True)
    steps = ProposedStepBody(many=True)


class ChangesBody(Body):
    version = Whole(help_text="The version that was edited: an older one is refused.")
    title = Text(allow_blank=True, required=False)
    steps = ProposedStepBody(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.keys() == {"version"}:
            raise ValidationError("Say what to change: the title, or the steps.")
        return attrs


class ApproveBody(Body):
    version = Whole(required=False, help_text="Approve this version only: one that was edited is refused.")


class RejectBody(Body):
    version = Whole(required=False, help_text="Reject this version only.")
    feedback = Text(
        allow_blank=True, required=False, help_text="With it, the planner makes another proposal."
    )
