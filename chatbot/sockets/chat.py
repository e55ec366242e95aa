"""The chat's socket: everything that concerns one user, as it happens."""

from __future__ import annotations

from typing import Any

from chatbot.domain.publish import stream_of
from streaming.consumers import Admission, BadFrame, Refused, StreamConsumer
from streaming.database import query

from .grants import grant
from .projection import chat_projection

SIGN_IN = 4401
NOT_YOURS = 4403


class ChatConsumer(StreamConsumer):
    async def admit(self) -> Admission:
        granted = await query(grant, self.scope, self.query)
        if granted is None:
            raise Refused(SIGN_IN)
        if self.scope["url_route"]["kwargs"]["user_id"] != str(granted.user_id):
            raise Refused(NOT_YOURS)
        return Admission(
            stream_of(granted.user_id),
            chat_projection(str(granted.user_id)),
            tag=granted.tag,
            guard=granted,
        )

    def error_frame(self, error: BadFrame, frame: dict[str, Any]) -> dict[str, Any]:
        return {"event_type": "error", "error": str(error)}
