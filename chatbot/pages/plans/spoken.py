"""The status of a plan as one plain sentence, which screen readers announce when it changes."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.models import Plan
from chatbot.pages.plans import badges
from chatbot.pages.plans.steps import PlanStepView


def spoken_status(plan: Plan, steps: Sequence[PlanStepView], created: int) -> str:
    """ "Plan completed. 2 tasks added." """
    match plan.status:
        case Plan.Status.DRAFT:
            return "The planner is making a plan."
        case Plan.Status.AWAITING_APPROVAL:
            return f"{_count(len(steps), 'step')} proposed. The plan waits for your approval."
        case Plan.Status.RUNNING:
            return _of_steps(steps)
        case Plan.Status.COMPLETED:
            return f"Plan completed. {_count(created, 'task')} added." if created else "Plan completed."
    return f"Plan {badges.PLANS[Plan.Status(plan.status)].word.lower()}."


def _of_steps(steps: Sequence[PlanStepView]) -> str:
    asking = [step.name for step in steps if step.asking]
    if asking:
        return f"{asking[0]} waits for you."
    live = [step for step in steps if step.badge.activity and step.position]
    return " ".join(f"{step.name} started: {step.title}." for step in live) or "Plan running."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
