"""What a collector of OpenTelemetry receives of a run, by OTLP over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import ImproperlyConfigured
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from pytest_django.fixtures import Settings
from rest_framework_simplejwt.tokens import AccessToken
from websockets.asyncio.client import connect

from chatbot import apps
from chatbot.models import User
from chatbot.tracing.spans import context_in
from tests.services.fixtures import StartServer
from tests.services.wait import until

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector(ThreadingHTTPServer):
    """Keeps the spans that are posted to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.spans: list[Span] = []
        self.services: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def accept(self, posted: ExportTraceServiceRequest) -> None:
        for resource in posted.resource_spans:
            for attribute in resource.resource.attributes:
                if attribute.key == "service.name":
                    self.services.add(attribute.value.string_value)
            self.spans += [span for scope in resource.scope_spans for span in scope.spans]

    def of(self, run_id: UUID) -> dict[str, list[Span]]:
        named: dict[str, list[Span]] = {}
        for span in self.spans:
            if span.trace_id == run_id.bytes:
                named.setdefault(span.name, []).append(span)
        return named


class Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.accept(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Tests print nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def attributes(span: Span) -> dict[str, object]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


@pytest.mark.django_db(transaction=True)
async def test_a_run_is_one_trace_from_its_request_to_its_events(
    server: StartServer, database_url: str, settings: Settings, collector: Collector
) -> None:
    alice = await User.objects.acreate_user("alice")
    site = await asyncio.to_thread(
        server,
        "uvicorn",
        database_url=database_url,
        SECRET_KEY=settings.SECRET_KEY,
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.url,
        OTEL_BSP_SCHEDULE_DELAY="100",
    )
    token = AccessToken.for_user(alice)
    async with (
        connect(f"{site.ws_url}/ws/{alice.pk}/chat?events=all&token={token}", proxy=None) as tab,
        httpx.AsyncClient(
            headers={"Authorization": f"Bearer {token}", "traceparent": CALLER}, trust_env=False
        ) as http,
    ):
        await tab.recv()
        answered = await http.post(f"{site.url}/api/chat", json={"message": "Add buttermilk"}, timeout=30)
        run_id = UUID(answered.json()["run_id"])
        async with asyncio.timeout(20):
            while json.loads(await tab.recv())["event_type"] != "agent_done":
                pass
    expected = {"run", "POST", "chat offline-assistant", "execute_tool add_task", "deliver events"}
    await until(sync_to_async(lambda: set(collector.of(run_id)) >= expected), "all kinds of spans")

    spans = collector.of(run_id)
    [run] = spans["run"]
    assert run.parent_span_id == b""
    assert attributes(run) == {"lockstep.run.status": "succeeded", "lockstep.run.purpose": "chat"}
    others = [span for name in spans if name != "run" for span in spans[name]]
    assert {span.parent_span_id for span in others} == {run.span_id}
    assert len({span.span_id for span in others}) == len(others)
    [request] = spans["POST"]
    assert attributes(request) == {
        "http.request.method": "POST",
        "url.path": "/api/chat",
        "http.response.status_code": 200,
    }
    assert request.kind == Span.SPAN_KIND_SERVER
    assert [f"00-{link.trace_id.hex()}-{link.span_id.hex()}-01" for link in request.links] == [CALLER]
    assert request.start_time_unix_nano <= run.start_time_unix_nano < run.end_time_unix_nano
    assert all(span.status.code == Status.STATUS_CODE_UNSET for span in [run, *others])
    delivered = [
        event.string_value
        for span in spans["deliver events"]
        for attribute in span.attributes
        if attribute.key == "lockstep.events"
        for event in attribute.value.array_value.values
    ]
    assert [delivered.count(kind) for kind in ("tool_starting", "tool_complete", "agent_done")] == [1, 1, 1]
    assert collector.services == {"lockstep"}
    assert "buttermilk" not in str(collector.spans)


@pytest.mark.parametrize("header", ["", "x", CALLER[:-3], f"00-{'0' * 32}-b7ad6b7169203331-01"])
def test_a_header_that_is_no_trace_is_ignored(header: str) -> None:
    assert context_in(header) is None


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setitem(sys.modules, "chatbot.tracing.receivers", None)
    settings.TRACING = True
    with pytest.raises(ImproperlyConfigured, match=r"requirements-tracing\.txt"):
        apps._start_tracing()
