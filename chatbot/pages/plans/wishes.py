"""Feedback on a proposal that any planner understands, the offline one included, to send with one press."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from chatbot.pages.plans.steps import PlanStepView


def wishes_for(steps: Sequence[PlanStepView]) -> list[str]:
    """ "Fewer steps", "Start with “Agenda”", "Without “Agenda”": only what changes this proposal."""
    wishes = [_("Fewer steps")] if len(steps) > 1 else []
    if len(steps) > 2:
        wishes.append(_("Only two steps"))
    tasks = [task.title for step in steps for task in step.tasks]
    if len(tasks) > 1:
        words = {"title": tasks[-1]}
        wishes += [_("Start with “%(title)s”") % words, _("Without “%(title)s”") % words]
    return wishes
