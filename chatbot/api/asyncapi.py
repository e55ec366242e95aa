"""The AsyncAPI document of both sockets, public as the OpenAPI document is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot.api.rest.endpoint import Endpoint
from chatbot.wire.description.asyncapi import asyncapi_document, server_of


class AsyncApi(Endpoint):
    authentication_classes: Sequence[Any] = []
    permission_classes = [AllowAny]
    schema = None

    def get(self, request: Request) -> Response:
        server = server_of(request.get_host(), is_secure=request.is_secure())
        return Response({**asyncapi_document(), "servers": {"site": server}})
