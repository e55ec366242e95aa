"""The chat's sockets without the rest of the site, with an address that reports the
process's state: `GET /inside`."""

from __future__ import annotations

import gc
import json
import os
from typing import Any

import psutil
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatbot.settings")
get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from chatbot.sockets.routing import websocket_urlpatterns  # noqa: E402
from streaming.layers.transport import counts  # noqa: E402

APPLICATION = "tests.streaming.sockets_site:application"


async def inside(scope: dict[str, Any], receive: Any, send: Any) -> None:
    gc.collect()
    body = json.dumps({"resident": psutil.Process().memory_info().rss, "counts": counts}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


application = ProtocolTypeRouter({"http": inside, "websocket": URLRouter(websocket_urlpatterns)})
