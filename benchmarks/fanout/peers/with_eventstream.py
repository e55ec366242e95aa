"""django-eventstream on uvicorn, in memory: `python -m benchmarks.fanout.peers.with_eventstream PORT`."""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import include, path

settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="of a benchmark", ALLOWED_HOSTS=["127.0.0.1"])
django = get_asgi_application()

from django_eventstream import send_event  # noqa: E402

from benchmarks.fanout.control import Publish, control  # noqa: E402
from benchmarks.fanout.frames import KIND, TEXT, frame  # noqa: E402

urlpatterns = [path("events/", include("django_eventstream.urls"), {"channels": ["person"]})]


class EventStream:
    def publisher(self) -> Publish:
        return self._publish

    async def _publish(self, person: int, number: int) -> None:
        send_event("person", KIND, frame(KIND, number, TEXT))


orders = control({"peer": EventStream()})


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    is_events = scope["type"] == "http" and scope["path"] == "/events/"
    await (django if is_events else orders)(scope, receive, send)


if __name__ == "__main__":
    uvicorn.run(application, port=int(sys.argv[1]), lifespan="off", log_level="warning")
