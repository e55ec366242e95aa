"""Propose steps for a plan, and ask for approval."""

from __future__ import annotations

from chatbot.models import Plan, PlanMessage

from .messages import send_agent_message
from .proposal_schema import ProposedPlan
from .status import post_update, set_status
from .steps import store_steps


def propose(plan: Plan, proposal: ProposedPlan, agent: str) -> None:
    """Store the proposal of an agent as a new version of a locked plan, which then waits for approval."""
    store_steps(plan, proposal)
    set_status(plan, Plan.Status.AWAITING_APPROVAL)
    if proposal.note:
        send_agent_message(plan.pk, agent, proposal.note, PlanMessage.Type.RESULT)
    count = len(proposal.steps)
    text = f"Proposed {count} step{'' if count == 1 else 's'}. Approve, edit or reject."
    post_update(plan, text, PlanMessage.Type.RESULT, is_activity=True)
    waiting = f"Waiting for your approval: {plan.title}"
    send_agent_message(plan.pk, agent, waiting, PlanMessage.Type.ACTION, is_activity=True)
