from __future__ import annotations

from channels.generic.websocket import AsyncWebsocketConsumer

from chatbot.wire.close_codes import NOT_FOUND


class NotFoundConsumer(AsyncWebsocketConsumer):
    """Closes a socket at an unknown address with a code, instead of a traceback in the log."""

    channel_layer_alias = ""

    async def connect(self) -> None:
        await self.accept()
        await self.close(NOT_FOUND)
