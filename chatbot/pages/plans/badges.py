"""Badges (icon and word) for the status of a plan or a step, and for what an agent is doing."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.models import Plan


@dataclass(frozen=True, slots=True)
class Badge:
    """`state` is one of the timeline's states; only what is live has an `activity`, the name of its icon."""

    state: str
    word: str
    activity: str = ""


PLANS = {
    Plan.Status.DRAFT: Badge("starting", "Being planned"),
    Plan.Status.AWAITING_APPROVAL: Badge("awaiting_approval", "Waiting for approval"),
    Plan.Status.RUNNING: Badge("starting", "Running"),
    Plan.Status.PAUSED: Badge("paused", "Paused"),
    Plan.Status.COMPLETED: Badge("done", "Completed"),
    Plan.Status.FAILED: Badge("failed", "Failed"),
    Plan.Status.CANCELLED: Badge("stopped", "Stopped"),
    Plan.Status.REJECTED: Badge("declined", "Rejected"),
}

THINKING = Badge("starting", "Thinking…", "thinking")
ACTING = Badge("starting", "Acting…", "acting")
WORKING = Badge("starting", "Working…", "working")

WAITING = Badge("awaiting_approval", "Waiting for you")
PLANNED = Badge("queued", "Planned")
RUNNING = Badge("starting", "Running")
DONE = Badge("done", "Done")
FAILED = Badge("failed", "Failed")
SKIPPED = Badge("declined", "Skipped")
PAUSED = Badge("paused", "Paused")
STOPPED = Badge("stopped", "Stopped")
NOT_STARTED = Badge("queued", "Not started")


def plan_badge(plan: Plan, *, is_asking: bool = False) -> Badge:
    is_running = plan.status == Plan.Status.RUNNING
    return WAITING if is_asking and is_running else PLANS[Plan.Status(plan.status)]
