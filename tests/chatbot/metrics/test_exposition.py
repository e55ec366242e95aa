"""`/metrics`, read by Prometheus's own parser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error as DatabaseError
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from chatbot.domain.operations.heartbeats import Heartbeat
from chatbot.metrics import collectors
from chatbot.metrics.collectors import EventStream, StoredState
from chatbot.models import JobProcess, Run
from tests.factories import RunFactory

TOKEN = {"Authorization": "Bearer a-secret"}


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.METRICS_TOKEN = "a-secret"


@pytest.fixture
def registered() -> Iterator[None]:
    gauges = (StoredState(), EventStream())
    for gauge in gauges:
        REGISTRY.register(gauge)
    yield
    for gauge in gauges:
        REGISTRY.unregister(gauge)


def scraped(**headers: str) -> dict[tuple[str, ...], float]:
    accept = {"Accept": "application/openmetrics-text; version=1.0.0", "Host": "10.0.0.7"}
    response = Client(headers={**TOKEN, **accept, **headers}).get("/metrics")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    families = text_string_to_metric_families(response.text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer another"}, {"Authorization": "a-secret"}])
def test_the_token_is_required(headers: dict[str, str]) -> None:
    response = Client(headers=headers).get("/metrics")
    assert (response.status_code, response["WWW-Authenticate"], response.content) == (401, "Bearer", b"")
    assert Client(headers=TOKEN).post("/metrics").status_code == 405


def test_there_is_nothing_without_a_token_in_the_settings(settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert Client(headers={"Authorization": "Bearer "}).get("/metrics").status_code == 404


@pytest.mark.usefixtures("db", "registered")
def test_the_shared_state_is_read_at_each_scrape() -> None:
    RunFactory.create(status=Run.Status.AWAITING_APPROVAL)
    waiting = RunFactory.create(status=Run.Status.QUEUED)
    Run.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(minutes=2))
    Heartbeat(JobProcess.Kind.WORKER).beat()
    found = scraped()
    assert found["lockstep_database_up",] == 1
    assert found["lockstep_active_runs", "awaiting_approval"] == 1
    assert found["lockstep_active_runs", "running"] == 0
    assert 119 < found["lockstep_queue_oldest_seconds",] < 180
    assert found["lockstep_job_processes", "worker"] == 1
    assert found["lockstep_connections",] == 0
    assert ("process_resident_memory_bytes",) in found  # as every Python process has them

    Run.objects.all().delete()
    found = scraped()
    assert (found["lockstep_active_runs", "awaiting_approval"], found["lockstep_queue_oldest_seconds",]) == (
        0,
        0,
    )


def test_a_scrape_during_an_outage_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Any:
        raise DatabaseError

    monkeypatch.setattr(collectors, "active_runs", fail)
    registry = CollectorRegistry()
    registry.register(StoredState())
    assert registry.get_sample_value("lockstep_database_up") == 0
