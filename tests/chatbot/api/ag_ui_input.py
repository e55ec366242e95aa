"""What clients of AG-UI send."""

from __future__ import annotations

from typing import Any

from chatbot.domain.people.personal_tokens import create_personal_token
from chatbot.models import User
from tests.chatbot.asking import Asked

APPROVED = {"status": "resolved", "payload": {"approved": True}}


def token_of(owner: User, *scopes: str) -> str:
    return create_personal_token(owner, name="AG-UI app", scopes=scopes or ("agent",))[1]


def said(text: str, message_id: str = "m1") -> dict[str, Any]:
    return {"id": message_id, "role": "user", "content": text}


def body(*messages: dict[str, Any], thread: str = "thread", run: str = "run", **more: Any) -> dict[str, Any]:
    return {"threadId": thread, "runId": run, "messages": [*messages], **more}


def resumed(asked: Asked, answer: dict[str, Any], run: str = "resume") -> dict[str, Any]:
    return body(
        thread=str(asked.run.conversation_id),
        run=run,
        resume=[{"interruptId": asked.call_id, **answer}, {"interruptId": "nobody asked", **APPROVED}],
    )
