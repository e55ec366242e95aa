from __future__ import annotations

from django.urls import re_path

from .chat import ChatConsumer
from .not_found import NotFoundConsumer
from .plans import PlanConsumer

websocket_urlpatterns = [
    re_path(r"^(?:api/)?ws/(?P<user_id>[^/]+)/chat/?$", ChatConsumer.as_asgi()),
    re_path(r"^(?:api/)?ws/streaming/?$", PlanConsumer.as_asgi()),
    re_path(r"", NotFoundConsumer.as_asgi()),
]
