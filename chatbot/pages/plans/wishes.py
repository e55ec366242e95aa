"""Feedback on a proposal that any planner understands, the offline one included, to send with one press."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.pages.plans.steps import PlanStepView


def wishes_for(steps: Sequence[PlanStepView]) -> list[str]:
    """ "Fewer steps", "Start with “Agenda”", "Without “Agenda”": only what changes this proposal."""
    wishes = ["Fewer steps"] if len(steps) > 1 else []
    if len(steps) > 2:
        wishes.append("Only two steps")
    tasks = [task.title for step in steps for task in step.tasks]
    if len(tasks) > 1:
        wishes += [f"Start with “{tasks[-1]}”", f"Without “{tasks[-1]}”"]
    return wishes
