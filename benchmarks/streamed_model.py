"""The offline assistant for `Runner.run_streamed`: its answer is one event."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

from agents.items import TResponseStreamEvent
from openai.types.responses import Response, ResponseCompletedEvent

from chatbot.agent.offline_answers import OfflineModel
from chatbot.offline_assistant.model import MODEL_NAME


class StreamedOfflineModel(OfflineModel):
    async def stream_response(self, *args: Any, **kwargs: Any) -> AsyncIterator[TResponseStreamEvent]:
        answer = await self.get_response(*args, **kwargs)
        response = Response(
            id=f"resp_{uuid4().hex}",
            created_at=time.time(),
            model=MODEL_NAME,
            object="response",
            output=answer.output,
            parallel_tool_calls=True,
            tool_choice="auto",
            tools=[],
        )
        yield ResponseCompletedEvent(type="response.completed", response=response, sequence_number=0)
