"""Acts as the agents of a plan: claims its queued runs, and ends them as the test says."""

from __future__ import annotations

import json
from typing import Any

from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.create import create_plan
from chatbot.domain.plans.decisions import approve_plan
from chatbot.domain.runs.attempts import Claim, claim
from chatbot.domain.runs.endings import fail, succeed
from chatbot.models import Plan, Run, Step, User

OFFSITE: dict[str, Any] = {
    "title": "Offsite in June",
    "steps": [
        {"title": "Look at what is planned", "agent": "Data Analyst"},
        {"title": "Add the tasks", "agent": "Task Manager", "depends_on": [1]},
        {"title": "Name the risks", "agent": "Business Advisor", "depends_on": [1]},
    ],
}


class Team:
    def __init__(self, owner: User, goal: str = "Prepare the offsite") -> None:
        self.owner = owner
        self.plan = create_plan(owner, goal)

    @property
    def status(self) -> str:
        return Plan.objects.get(pk=self.plan.pk).status

    @property
    def steps(self) -> list[str]:
        return [step.status for step in Plan.objects.get(pk=self.plan.pk).current_steps]

    def queued(self) -> list[Run]:
        runs = Run.objects.filter(conversation__plan=self.plan, status=Run.Status.QUEUED)
        return list(runs.select_related("step", "trigger").order_by("created_at"))

    def begin(self) -> Claim:
        """Claim the first queued run of the plan."""
        taken = claim(self.queued()[0].pk)
        assert taken is not None
        return taken

    def answer(self, text: str) -> None:
        succeed(self.begin(), text)
        advance_plan(self.plan.pk)

    def stumble(self, error: str = "The assistant took too long.") -> None:
        fail(self.begin(), "timeout", error)
        advance_plan(self.plan.pk)

    def propose(self, proposal: dict[str, Any] = OFFSITE) -> None:
        self.answer(json.dumps(proposal))

    def propose_and_approve(self, proposal: dict[str, Any] = OFFSITE) -> None:
        self.propose(proposal)
        approve_plan(self.owner, self.plan.pk, by=self.owner)
        advance_plan(self.plan.pk)

    def step(self, position: int) -> Step:
        return self.plan.steps.filter(version=Plan.objects.get(pk=self.plan.pk).version).get(
            position=position
        )
