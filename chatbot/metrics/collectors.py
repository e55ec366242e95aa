"""Gauges that are read at each scrape: from the database, and from the event stream of this process."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import Error as DatabaseError
from django.db.models import Count
from django.utils import timezone
from prometheus_client import REGISTRY
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chatbot.domain.operations.figures import active_runs, waiting_since
from chatbot.models import JobProcess
from streaming.hub import Hub
from streaming.layers.transport import counts


class StoredState(Collector):
    """Read from the database, and so the same in each process."""

    def describe(self) -> list[Metric]:
        return []  # otherwise the registry would collect at the start

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("lockstep_database_up", "Whether the database answers (1) or not (0).")
        try:
            read = list(_read())
        except DatabaseError:
            read = []
        up.add_metric([], float(bool(read)))
        yield up
        yield from read


def _read() -> Iterator[Metric]:
    runs = GaugeMetricFamily("lockstep_active_runs", "Runs that have not ended.", labels=["status"])
    for status, number in active_runs().items():
        runs.add_metric([status], number)
    yield runs
    since = waiting_since()
    waited = (timezone.now() - since).total_seconds() if since else 0.0
    yield GaugeMetricFamily(
        "lockstep_queue_oldest_seconds",
        "How long the run that waits longest is queued.",
        max(0.0, waited),
    )
    alive = JobProcess.objects.alive().with_jobs().order_by().values_list("kind").annotate(Count("pk"))
    found = dict(alive)
    processes = GaugeMetricFamily(
        "lockstep_job_processes",
        "Processes that run jobs and are alive.",
        labels=["kind"],
    )
    for kind in (JobProcess.Kind.WORKER, JobProcess.Kind.SERVER):
        processes.add_metric([kind.value], found.get(kind, 0))
    yield processes


class EventStream(Collector):
    """Of this process."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        followed = Hub.followed()
        yield GaugeMetricFamily(
            "lockstep_connections", "Connections that follow a stream.", sum(followed.values())
        )
        yield GaugeMetricFamily("lockstep_streams", "Streams that connections follow.", len(followed))
        faults = CounterMetricFamily(
            "lockstep_stream_faults", "Events repaired, and errors, of the event stream.", labels=["fault"]
        )
        for fault, number in sorted(counts.items()):
            faults.add_metric([fault], number)
        yield faults


def register() -> None:
    REGISTRY.register(StoredState())
    REGISTRY.register(EventStream())
