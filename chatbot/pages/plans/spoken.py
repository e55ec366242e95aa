"""The status of a plan as one plain sentence, which screen readers announce when it changes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chatbot.models import Plan
from chatbot.pages.plans.steps import PlanStepView

_ENDED = {
    Plan.Status.PAUSED: gettext_lazy("Plan paused."),
    Plan.Status.FAILED: gettext_lazy("Plan failed."),
    Plan.Status.CANCELLED: gettext_lazy("Plan stopped."),
    Plan.Status.REJECTED: gettext_lazy("Plan rejected."),
}


def spoken_status(plan: Plan, steps: Sequence[PlanStepView], created: int) -> str:
    """ "Plan completed. 2 tasks added." """
    match plan.status:
        case Plan.Status.DRAFT:
            return _("The planner is making a plan.")
        case Plan.Status.AWAITING_APPROVAL:
            proposed = ngettext("%(count)d step proposed.", "%(count)d steps proposed.", len(steps))
            return f"{proposed % {'count': len(steps)}} {_('The plan waits for your approval.')}"
        case Plan.Status.RUNNING:
            return _of_steps(steps)
        case Plan.Status.COMPLETED:
            added = ngettext("%(count)d task added.", "%(count)d tasks added.", created) % {"count": created}
            return f"{_('Plan completed.')} {added}" if created else _("Plan completed.")
    return str(_ENDED[Plan.Status(plan.status)])


def _of_steps(steps: Sequence[PlanStepView]) -> str:
    asking = [step.name for step in steps if step.asking]
    if asking:
        return _("%(step)s waits for you.") % {"step": asking[0]}
    live = [step for step in steps if step.badge.activity and step.position]
    started = (_("%(step)s started: %(title)s.") % {"step": step.name, "title": step.title} for step in live)
    return " ".join(started) or _("Plan running.")
