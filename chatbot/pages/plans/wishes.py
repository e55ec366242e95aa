"""Feedback on a proposal that any planner understands, the offline one included, to send with one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chatbot.pages.plans.steps import PlanStepView


@dataclass(frozen=True, slots=True)
class Wish:
    """`text` is sent: the offline planner reads English."""

    text: str
    label: str


def wishes_for(steps: Sequence[PlanStepView]) -> list[Wish]:
    """ "Fewer steps", "Start with “Agenda”", "Without “Agenda”": only what changes this proposal."""
    wishes = [Wish("Fewer steps", _("Fewer steps"))] if len(steps) > 1 else []
    if len(steps) > 2:
        wishes.append(Wish("Only two steps", _("Only two steps")))
    tasks = [task.title for step in steps for task in step.tasks]
    if len(tasks) > 1:
        words = {"title": tasks[-1]}
        wishes += [
            Wish(f"Start with “{tasks[-1]}”", _("Start with “%(title)s”") % words),
            Wish(f"Without “{tasks[-1]}”", _("Without “%(title)s”") % words),
        ]
    return wishes
