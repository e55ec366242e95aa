"""Post what the runs of a plan are doing or waiting for, as messages of the plan.

Each is an agent's message, in the transaction of what it tells. The plan's own page draws the same from the
runs themselves.
"""

from __future__ import annotations

from uuid import UUID

from chatbot.domain.events import ProposalResult
from chatbot.models import PlanMessage, Run

from .messages import OURSELVES, send_agent_message


def post_call_started(run_id: UUID, line: str) -> None:
    _tell(run_id, line, PlanMessage.Type.ACTION, PlanMessage.Status.IN_PROGRESS)


def post_call_ended(
    run_id: UUID, line: str, status: PlanMessage.Status = PlanMessage.Status.COMPLETED
) -> None:
    _tell(run_id, line, PlanMessage.Type.RESULT, status)


def post_call_waiting(run_id: UUID, asked: ProposalResult) -> None:
    """That a person has to decide."""
    what = "answer" if asked.is_question else "approval"
    options = " / ".join(asked.options)
    line = f"Waiting for your {what}: {asked.summary}" + (f" ({options})" if options else "")
    _tell(run_id, line, PlanMessage.Type.ACTION, PlanMessage.Status.IN_PROGRESS)


def _tell(run_id: UUID, line: str, message_type: PlanMessage.Type, status: PlanMessage.Status) -> None:
    run = Run.objects.select_related("conversation", "step").get(pk=run_id)
    if run.conversation.plan_id is None:
        return
    agent = run.step.agent if run.step else str((run.input or {}).get("agent") or OURSELVES)
    send_agent_message(
        run.conversation.plan_id,
        agent,
        line,
        message_type,
        status=status,
        step_id=run.step_id,
        is_activity=True,
    )
