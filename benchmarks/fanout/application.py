"""The server of the fan-out: its contestants in one process, and a socket that requests events."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatbot.settings")
get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from benchmarks.fanout.contestants import BareList, Contestant, ThroughGroup, ThroughHub  # noqa: E402
from benchmarks.fanout.control import control  # noqa: E402

CONTESTANTS: dict[str, Contestant] = {"hub": ThroughHub(), "group": ThroughGroup(), "list": BareList()}

orders = control(CONTESTANTS)
sockets = {"control": orders, **{name: one.app for name, one in CONTESTANTS.items()}}
routes = [path(name, app) for name, app in sockets.items()]
application = ProtocolTypeRouter({"http": orders, "websocket": URLRouter(routes)})
