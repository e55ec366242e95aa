"""What load balancers, orchestrators and Prometheus ask by a GET: `/livez`, `/readyz`, `/metrics`."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound, JsonResponse
from django.utils.decorators import sync_and_async_middleware

from chatbot.models import JobProcess
from streaming.layers.redis_client import redis_client, redis_errors

_REDIS_TIMEOUT = 1.0  # seconds
_migrated = Event()
_HEADERS = {"Cache-Control": "no-store"}


@sync_and_async_middleware
def answer_probes(get_response: Any) -> Any:
    """Before everything else, which would ask for a known host, HTTPS, or the database."""
    if iscoroutinefunction(get_response):
        return get_response  # only the views that wait for events, none of which is a probe

    def middleware(request: HttpRequest) -> HttpResponse:
        probe = _PROBES.get(request.path)
        if probe is None:
            response: HttpResponse = get_response(request)
            return response
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return probe(request)

    return middleware


def _live(request: HttpRequest) -> HttpResponse:
    """The process serves requests. It queries no other service, since restarting it would not repair them."""
    return HttpResponse("ok", content_type="text/plain", headers=_HEADERS)


def _ready(request: HttpRequest) -> HttpResponse:
    """The process can serve people. Whether jobs are run is said, and required where `?jobs` is given:
    without that, people can still read.
    """
    problems = {name: check() for name, check in _CHECKS.items()}
    required = _CHECKS.keys() if "jobs" in request.GET else _CHECKS.keys() - {"jobs"}
    is_ready = not any(problems[name] for name in required)
    answer = {"ready": is_ready, **{name: problem or "ok" for name, problem in problems.items()}}
    return JsonResponse(answer, status=200 if is_ready else 503, headers=_HEADERS)


def _metrics(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        return HttpResponseNotFound()
    from chatbot.metrics.exposition import answer  # loads the library

    return answer(request)


def database_problem() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return ""


def migrations_problem() -> str:
    """Read again until all are applied; later ones come with other processes."""
    if not _migrated.is_set():
        try:
            executor = MigrationExecutor(connection)
        except DatabaseError:
            return "unknown"
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "missing: run manage.py migrate"
        _migrated.set()
    return ""


def redis_problem() -> str:
    if not settings.REDIS_URL:
        return ""
    try:
        with redis_client(settings.REDIS_URL, timeout=_REDIS_TIMEOUT) as client:
            client.ping()
    except redis_errors():
        return "away"
    return ""


def jobs_problem() -> str:
    try:
        return "" if JobProcess.objects.alive().with_jobs().exists() else "no process runs jobs"
    except DatabaseError:
        return "unknown"


_CHECKS: dict[str, Callable[[], str]] = {
    "database": database_problem,
    "migrations": migrations_problem,
    "redis": redis_problem,
    "jobs": jobs_problem,
}
_PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    **dict.fromkeys(("/livez", "/livez/", "/healthz"), _live),
    **dict.fromkeys(("/readyz", "/readyz/"), _ready),
    "/metrics": _metrics,
}
