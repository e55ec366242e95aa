"""What a plan may look like: as a planner writes it, and as a person edits it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from chatbot.domain.errors import Invalid
from chatbot.domain.text import normalize, storable_json
from chatbot.models import Plan, TeamAgent
from chatbot.models.plan import DETAIL_LENGTH, STEPS_PER_PLAN, TITLE_LENGTH

NOTE_LENGTH = 500


def _line(value: object) -> object:
    return normalize(value, single_line=True) if isinstance(value, str) else value


def _text(value: object) -> object:
    return normalize(value) if isinstance(value, str) else value


_Title = Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH), BeforeValidator(_line)]
_Detail = Annotated[str, Field(max_length=DETAIL_LENGTH), BeforeValidator(_text)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class ProposedStep(_Closed):
    title: _Title
    detail: _Detail = ""
    agent: str
    depends_on: list[int] = Field(
        default_factory=list, description="Positions (from 1) of earlier steps whose results it needs."
    )

    @field_validator("depends_on")
    @classmethod
    def _in_order(cls, positions: list[int]) -> list[int]:
        return sorted(set(positions))


class ProposedPlan(_Closed):
    title: _Title
    steps: list[ProposedStep] = Field(min_length=1, max_length=STEPS_PER_PLAN)
    note: str = Field(default="", max_length=NOTE_LENGTH, description="One sentence to the user.")


def parse_plan(given: str | dict[str, Any]) -> ProposedPlan:
    """Raises `Invalid` with a sentence that names what is wrong: fields, unknown agents, circles."""
    try:
        if isinstance(given, str):
            given = ProposedPlan.model_validate_json(given).model_dump()
        plan = ProposedPlan.model_validate(storable_json(given))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])[:100]
        raise Invalid(
            _("The plan does not fit: %(where)s: %(reason)s.") % {"where": where, "reason": first["msg"]},
            where or "plan",
        ) from error
    _check(plan, set(working_agents().values_list("name", flat=True)))
    return plan


def proposal_of(plan: Plan) -> dict[str, Any]:
    """The current version of a plan's proposal, as a `ProposedPlan` in JSON."""
    steps = [
        {"title": step.title, "detail": step.detail, "agent": step.agent, "depends_on": step.depends_on}
        for step in plan.current_steps
    ]
    return {"title": plan.title, "steps": steps}


def working_agents() -> Any:
    """The agents that can do a step."""
    return TeamAgent.objects.filter(active=True).exclude(role=TeamAgent.Role.PLANNER)


def _check(plan: ProposedPlan, agents: Collection[str]) -> None:
    for position, step in enumerate(plan.steps, start=1):
        if step.agent not in agents:
            known = ", ".join(sorted(agents))
            raise Invalid(
                _("Step %(number)d: there is no agent %(agent)r; there are %(known)s.")
                % {"number": position, "agent": step.agent, "known": known},
                "agent",
            )
        for needed in step.depends_on:
            # Only on earlier ones: so there is no circle.
            if not 1 <= needed < position:
                raise Invalid(
                    _("Step %(number)d cannot depend on step %(needed)d: only on one that comes before it.")
                    % {"number": position, "needed": needed},
                    "depends_on",
                )
