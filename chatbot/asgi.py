"""The ASGI application: HTTP to Django, sockets to the consumers, and in-process jobs if so configured."""

from __future__ import annotations

import gc
import os
from typing import Any

import django

gc.disable()  # until all is loaded: nothing of it is garbage
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatbot.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import resolve  # noqa: E402

from chatbot.background.closing import closing  # noqa: E402
from chatbot.background.in_process import attach_worker  # noqa: E402
from chatbot.log_context import with_request_id  # noqa: E402
from chatbot.request_handling import http_application  # noqa: E402
from chatbot.request_thread import with_request_thread  # noqa: E402
from chatbot.sockets.routing import websocket_urlpatterns  # noqa: E402

# Everything loaded so far stays, so exclude it from garbage collection.
gc.freeze()
gc.enable()

_protocols = with_request_id(
    ProtocolTypeRouter(
        {"http": with_request_thread(http_application()), "websocket": URLRouter(websocket_urlpatterns)}
    )
)
if settings.TRACING:
    from chatbot.tracing.requests import with_reports

    _protocols = with_reports(_protocols)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if closing.started:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # come again, to another process
            return
    else:
        closing.listen_with_daphne()
        await attach_worker()  # Daphne does not support lifespan, so its first requests wait for it
    if scope["type"] == "http":
        closing.track()
        if scope["method"] == "HEAD":
            send = _headers_only(send)
    await _protocols(scope, receive, send)


def _headers_only(send: Any) -> Any:
    """Send no body for HEAD: Daphne omits only its first chunk, and clients misread the rest."""

    async def send_without_body(message: dict[str, Any]) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_without_body


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            closing.listen_with_lifespan()
            resolve("/")  # loads all views, which the first request would otherwise wait for
            await attach_worker()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await closing.end()
            await send({"type": "lifespan.shutdown.complete"})
            return
