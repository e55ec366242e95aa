"""Notes in the conversation about pending decisions of the user, for the model.

`chatbot.offline_assistant.pending_notes` reads them.
"""

from __future__ import annotations

from chatbot.models import ToolCall


def pending_note(call: ToolCall) -> str:
    """One line, in place of the reply that waits for the user's decision."""
    proposal = call.proposal or {}
    is_question = bool(proposal.get("is_question"))
    asked = " ".join(str(proposal.get("summary", call.message)).split())
    if is_question and (options := call.arguments.get("options")):
        asked += f" ({' / '.join(options)})"
    return f"[Waiting for the user's {'answer' if is_question else 'approval'}: {asked}]"
