"""Load balancers ask whether a process lives, and whether it can serve people, without any header."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django.fixtures import Settings

from chatbot import probes
from chatbot.domain.operations.heartbeats import Heartbeat
from chatbot.models import JobProcess

OK = {"database": "ok", "migrations": "ok", "redis": "ok", "jobs": "ok"}


@pytest.fixture(autouse=True)
def first_time() -> None:
    probes._migrated.clear()


def ask(path: str) -> tuple[int, dict[str, Any]]:
    """As a load balancer does: by an address that the site does not know, without HTTPS."""
    response = Client(headers={"Host": "10.0.0.7:8000"}).get(path)
    assert response["Cache-Control"] == "no-store"
    return response.status_code, response.json()


@pytest.fixture
def deployed(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["lockstep.example"]
    settings.SECURE_SSL_REDIRECT = True


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize("path", ["/livez", "/livez/", "/healthz"])
def test_a_process_that_serves_requests_lives(path: str) -> None:
    response = Client(headers={"Host": "10.0.0.7"}).get(path)
    assert (response.status_code, response.text) == (200, "ok")
    assert Client().post(path).status_code == 405
    assert Client(headers={"Host": "10.0.0.7"}).get("/").status_code == 400


@pytest.mark.usefixtures("deployed", "db")
def test_a_process_is_ready_and_says_whether_jobs_are_run() -> None:
    without = {**OK, "ready": True, "jobs": "no process runs jobs"}
    assert ask("/readyz") == (200, without)
    Heartbeat(JobProcess.Kind.WEB).beat()  # it runs none
    assert ask("/readyz?jobs") == (503, {**without, "ready": False})
    Heartbeat(JobProcess.Kind.WORKER).beat()
    assert ask("/readyz?jobs") == (200, {**OK, "ready": True})


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("url", ["redis://127.0.0.1:1", "redis+sentinel://127.0.0.1:1/lockstep"])
def test_a_process_without_redis_is_not_ready(settings: Settings, url: str) -> None:
    settings.REDIS_URL = url
    status, answer = ask("/readyz")
    assert (status, answer["ready"], answer["redis"], answer["database"]) == (503, False, "away", "ok")


@pytest.mark.usefixtures("db")
def test_a_process_with_missing_migrations_is_not_ready() -> None:
    recorder = MigrationRecorder(connection)
    last = recorder.migration_qs.filter(app="chatbot").exclude(name__contains="_squashed_").latest("pk")
    recorder.record_unapplied("chatbot", last.name)
    assert ask("/readyz")[1]["migrations"] == "missing: run manage.py migrate"
    recorder.record_applied("chatbot", last.name)
    assert ask("/readyz")[0] == 200


@pytest.mark.usefixtures("db")
def test_a_process_without_a_database_is_not_ready() -> None:
    def refuse(*args: Any) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        status, answer = ask("/readyz")
    assert (status, answer["database"], answer["jobs"]) == (503, "away", "unknown")
