"""Asks a person before a call: the run is released, and resumed by the decision."""

from __future__ import annotations

from collections.abc import Callable

from chatbot.domain.journal.approvals import Proposal, in_own_words
from chatbot.domain.journal.tool_calls import Call
from chatbot.models import User

from .context import RunContext
from .database import database


class ApprovalPending(Exception):
    """A person has to decide first; no process holds the run in the meantime."""


async def ask_before(run: RunContext, call: Call, propose: Callable[[User], Proposal | None]) -> None:
    """Raises `ApprovalPending`, unless there is nothing to approve."""

    def proposed() -> Proposal | None:
        owner = User.objects.get(pk=run.claim.owner_id)
        return in_own_words(owner, lambda: propose(owner))

    proposal = await database(proposed)
    if proposal is None:
        return
    # The run is released: its text so far must be sent and stored before.
    await run.reply.finish()
    await run.journal.request_approval(call, proposal)
    raise ApprovalPending
