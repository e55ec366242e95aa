"""The chat socket: the events of one user, or only those of the agent's progress."""

from __future__ import annotations

from typing import Any

from chatbot.domain.publish import stream_of
from chatbot.wire.close_codes import BAD_ADDRESS, NOT_YOURS, SIGN_IN
from chatbot.wire.frames import ErrorFrame
from chatbot.wire.grants import grant
from chatbot.wire.progress import ALL, CHOICES, PROGRESS, progress_projection
from chatbot.wire.projection import chat_projection
from streaming.consumers import Admission, BadFrame, Refused, StreamConsumer
from streaming.database import query
from streaming.entry import Projection


class ChatConsumer(StreamConsumer):
    async def admit(self) -> Admission:
        granted = await query(grant, self.scope, self.query)
        if granted is None:
            raise Refused(SIGN_IN)
        if self.scope["url_route"]["kwargs"]["user_id"] != str(granted.user_id):
            raise Refused(NOT_YOURS)
        return Admission(
            stream_of(granted.user_id),
            self._projection(str(granted.user_id)),
            tag=granted.tag,
            guard=granted,
        )

    def _projection(self, user_id: str) -> Projection:
        events = self.query.get("events", PROGRESS)
        if events == ALL:
            return chat_projection(user_id)
        if events == PROGRESS:
            return progress_projection(user_id, resumes=bool(self.query.get("after")))
        raise Refused(BAD_ADDRESS, f"events is one of: {', '.join(CHOICES)}.")

    def error_frame(self, error: BadFrame, frame: dict[str, Any]) -> dict[str, Any]:
        return ErrorFrame(event_type="error", error=str(error)).as_json()
