"""What Prometheus scrapes: `/metrics` of web processes, and a port of each worker."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, start_http_server
from prometheus_client.exposition import choose_encoder


def answer(request: HttpRequest) -> HttpResponse:
    """To whom sends METRICS_TOKEN as `Authorization: Bearer …`."""
    given = request.headers.get("Authorization", "")
    if not secrets.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    headers = {"Content-Type": content_type, "Cache-Control": "no-store"}
    return HttpResponse(encode(REGISTRY), headers=headers)


def serve(port: int) -> None:
    """Answer on a port of METRICS_HOST until the process ends, in a thread of its own. Raises `OSError`."""
    start_http_server(port, addr=settings.METRICS_HOST)
