"""What is said, and the threads it is said in. (Pieces of streaming text are live frames, not events.)"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from .frame import Event


class MessageResult(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["user", "assistant"]
    content: str
    html: str  # sanitised
    position: int
    created_at: datetime


class MessageEvent(Event):
    conversation_id: UUID
    message_id: UUID
    run_id: UUID
    attempt: int | None = None
    result: MessageResult


class MessageCreated(MessageEvent):
    event_type: Literal["message_created"] = "message_created"


class MessageComplete(MessageEvent):
    event_type: Literal["message_complete"] = "message_complete"


class ConversationUpdated(Event):
    event_type: Literal["conversation_updated"] = "conversation_updated"
    conversation_id: UUID
    result: dict[str, str]  # {"id", "title", "updated_at"}


class ConversationDeleted(Event):
    event_type: Literal["conversation_deleted"] = "conversation_deleted"
    conversation_id: UUID
