"""Badges (icon and word) for the status of a plan, a step or a message."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.models import Plan


@dataclass(frozen=True, slots=True)
class Badge:
    """`state` is one of the timeline's states; only live messages have an `emoji`."""

    state: str
    word: str
    emoji: str = ""

    @property
    def is_live(self) -> bool:
        return bool(self.emoji)


PLANS = {
    Plan.Status.DRAFT: Badge("starting", "Being planned"),
    Plan.Status.AWAITING_APPROVAL: Badge("awaiting_approval", "Waiting for approval"),
    Plan.Status.RUNNING: Badge("starting", "Running"),
    Plan.Status.PAUSED: Badge("paused", "Paused"),
    Plan.Status.COMPLETED: Badge("done", "Completed"),
    Plan.Status.FAILED: Badge("failed", "Failed"),
    Plan.Status.CANCELLED: Badge("stopped", "Cancelled"),
    Plan.Status.REJECTED: Badge("declined", "Rejected"),
}

THINKING = Badge("starting", "Thinking...", "🧠")
ACTING = Badge("starting", "Acting...", "⚡")
WORKING = Badge("starting", "Working...", "⚙️")

WAITING = Badge("awaiting_approval", "Waiting for you")
PLANNED = Badge("queued", "Planned")
RUNNING = Badge("starting", "Running")
DONE = Badge("done", "Done")
FAILED = Badge("failed", "Failed")
SKIPPED = Badge("declined", "Skipped")
PAUSED = Badge("paused", "Paused")
CANCELLED = Badge("stopped", "Cancelled")
INTERRUPTED = Badge("stopped", "Interrupted")
NOT_STARTED = Badge("queued", "Not started")


def plan_badge(plan: Plan, *, is_asking: bool = False) -> Badge:
    is_running = plan.status == Plan.Status.RUNNING
    return WAITING if is_asking and is_running else PLANS[Plan.Status(plan.status)]
