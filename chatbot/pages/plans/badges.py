"""Badges (icon and word) for the status of a plan or a step, and for what an agent is doing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from chatbot.models import Plan


@dataclass(frozen=True, slots=True)
class Badge:
    """`state` is one of the timeline's states; only what is live has an `activity`, the name of its icon."""

    state: str
    text: object  # translated when it is shown
    activity: str = ""

    @property
    def word(self) -> str:
        return str(self.text)


PLANS = {
    Plan.Status.DRAFT: Badge("starting", _("Being planned")),
    Plan.Status.AWAITING_APPROVAL: Badge("awaiting_approval", _("Waiting for approval")),
    Plan.Status.RUNNING: Badge("starting", _("Running")),
    Plan.Status.PAUSED: Badge("paused", _("Paused")),
    Plan.Status.COMPLETED: Badge("done", _("Completed")),
    Plan.Status.FAILED: Badge("failed", _("Failed")),
    Plan.Status.CANCELLED: Badge("stopped", _("Stopped")),
    Plan.Status.REJECTED: Badge("declined", _("Rejected")),
}

THINKING = Badge("starting", _("Thinking…"), "thinking")
ACTING = Badge("starting", _("Acting…"), "acting")
WORKING = Badge("starting", _("Working…"), "working")

WAITING = Badge("awaiting_approval", _("Waiting for you"))
PLANNED = Badge("queued", _("Planned"))
RUNNING = Badge("starting", _("Running"))
DONE = Badge("done", _("Done"))
FAILED = Badge("failed", _("Failed"))
SKIPPED = Badge("declined", _("Skipped"))
PAUSED = Badge("paused", _("Paused"))
STOPPED = Badge("stopped", _("Stopped"))
NOT_STARTED = Badge("queued", _("Not started"))


def plan_badge(plan: Plan, *, is_asking: bool = False) -> Badge:
    is_running = plan.status == Plan.Status.RUNNING
    return WAITING if is_asking and is_running else PLANS[Plan.Status(plan.status)]
