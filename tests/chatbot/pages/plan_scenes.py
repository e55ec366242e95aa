"""Plans in different states, with the work of their agents."""

from __future__ import annotations

from chatbot.domain.journal import approvals, tool_calls
from chatbot.domain.journal.approvals import Proposal
from chatbot.domain.journal.tool_calls import Call, Outcome
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.tasks.commands import add_task
from chatbot.models import User
from chatbot.tools.ask_user import AskUser
from chatbot.tools.delete_all_tasks import DeleteAll
from tests.chatbot.domain.plans.team import Team
from tests.chatbot.outputs import Counted, Numbered

OPTIONS = ["Lisbon", "Ghent"]


def use_tool(claim: Claim, call_id: str = "call-1", message: str = "Found 3 tasks") -> None:
    call = Call(call_id, "list_tasks", {"status": "pending", "tag": None})
    tool_calls.start(claim, call, "Searching your tasks...")
    tool_calls.perform(claim, call, lambda owner, done: Outcome(Counted(count=3), message, 3))


def begin_tool(claim: Claim, call_id: str = "call-1") -> None:
    tool_calls.start(claim, Call(call_id, "list_tasks", {"status": "pending"}), "Searching your tasks...")


def make_task(claim: Claim, title: str, call_id: str = "call-2") -> None:
    call = Call(call_id, "add_task", {"title": title})
    tool_calls.start(claim, call, "Creating a new task...")

    def effect(owner: User, so_far: object) -> Outcome:
        task = add_task(owner, title=title)
        return Outcome(Numbered(number=task.number), f"Created: {title}")

    tool_calls.perform(claim, call, effect)


def ask_question(claim: Claim, call_id: str = "call-3", options: list[str] | None = None) -> None:
    arguments = {"question": "Where shall it be?", "options": options, "answer": None}
    call = Call(call_id, "ask_user", arguments)
    tool_calls.start(claim, call, "Asking you...")
    schema = AskUser.model_json_schema()
    schema["properties"]["answer"] = {"type": "string", "minLength": 1}
    approvals.request_approval(claim, call, Proposal("Where shall it be?", schema=schema, is_question=True))


def ask_approval(claim: Claim, team: Team, call_id: str = "call-4") -> None:
    tasks = [add_task(team.owner, title=f"Task {number}") for number in range(2)]
    call = Call(call_id, "delete_all_tasks", {"status": "all"})
    tool_calls.start(claim, call, "Deleting tasks...")
    proposal = Proposal("Delete 2 tasks?", tasks, DeleteAll.model_json_schema())
    approvals.request_approval(claim, call, proposal)
