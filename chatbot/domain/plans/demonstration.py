"""Six scripted frames on one's own plan, with their timing: for trying a client of the plan socket."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from chatbot.models import PlanMessage

from .messages import send_agent_message, send_plan_update, send_step_update

Scene = Callable[[UUID], PlanMessage]
_ANALYST, _ADVISOR = "Data Analyst", "Business Advisor"

# Seconds after the start, and what is said then.
SCRIPT: tuple[tuple[float, Scene], ...] = (
    (0, lambda plan: send_agent_message(plan, _ANALYST, "Looking at the data...", "thinking")),
    (
        1,
        lambda plan: send_plan_update(
            plan, "step_1", _ANALYST, "Counting your tasks", "in_progress", "action"
        ),
    ),
    (3, lambda plan: send_agent_message(plan, _ANALYST, "There are 12 tasks, 3 of them overdue.", "result")),
    (4, lambda plan: send_step_update(plan, "step_1", "completed", "Counted your tasks")),
    (4, lambda plan: send_agent_message(plan, _ADVISOR, "Weighing what comes first...", "thinking")),
    (
        6,
        lambda plan: send_plan_update(
            plan, "step_2", _ADVISOR, "Begin with the three that are overdue.", "completed", "result"
        ),
    ),
)
