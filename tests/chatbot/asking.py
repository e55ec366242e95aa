"""The assistant asks before it deletes: the call waits for approval."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.domain.journal import tool_calls
from chatbot.domain.journal.approvals import request_approval
from chatbot.domain.journal.tool_calls import Call
from chatbot.domain.runs import attempts, endings
from chatbot.domain.tasks.commands import add_task
from chatbot.models import Conversation, Run, ToolCall, User
from chatbot.tools.delete_all_tasks import DeleteAll, delete_all_tasks, propose
from tests.chatbot.pages.scenes import begin


@dataclass
class Asked:
    """A run that waits for approval, and its call to delete all tasks."""

    run: Run
    call: Call

    @property
    def call_id(self) -> str:
        return self.call.call_id

    @property
    def row(self) -> ToolCall:
        return ToolCall.objects.get(call_id=self.call_id)

    def resume(self, reply: str = "Done.") -> None:
        """Do what the runner does after the decision: the call, if it was approved, and the reply."""
        claim = attempts.claim(self.run.pk)
        assert claim is not None
        started = tool_calls.start(claim, self.call, "Deleting tasks...")
        if started.output is None:
            arguments = DeleteAll.model_validate(started.arguments)
            tool_calls.perform(
                claim, self.call, lambda owner, so_far: delete_all_tasks(owner, arguments, so_far)
            )
        endings.succeed(claim, reply)


def ask_to_delete(
    owner: User, *titles: str, call_id: str = "call_delete", conversation: Conversation | None = None
) -> Asked:
    """Give the owner these tasks, and have the assistant ask whether to delete all of them."""
    for title in titles:
        add_task(owner, title=title)
    scene = begin(owner, "Delete all tasks", conversation)
    call = Call(call_id, "delete_all_tasks", {"status": "all"})
    tool_calls.start(scene.claim, call, "Deleting tasks...")
    proposal = propose(owner, DeleteAll(status="all"), 0)
    assert proposal is not None
    request_approval(scene.claim, call, proposal)
    return Asked(scene.run, call)
