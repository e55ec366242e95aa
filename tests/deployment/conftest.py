"""One installation for all tests here; each test starts with every process of it running."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.contracts.site import Site
from tests.deployment.installation import Installation
from tests.provider.fixtures import provider, provider_client
from tests.provider.script import Provider
from tests.services.databases import PostgresDatabases
from tests.services.postgres_server import PostgresServer
from tests.services.preloaded import PreloadedServer, PreloadedWorker
from tests.services.redis_server import RedisServer
from tests.services.reporting import PROCESSES
from tests.services.web_server import WebServer, environment
from tests.services.worker_process import WorkerProcess

__all__ = ["provider", "provider_client"]

LEASE = 3  # seconds


@pytest.fixture(scope="package")
def whole_installation(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_process: PostgresServer,
    postgres_template: PostgresDatabases,
    redis_process: RedisServer,
    provider_client: httpx.Client,
) -> Iterator[Installation]:
    directory = tmp_path_factory.mktemp("deployment")
    provider = Provider(provider_client, "deployment")
    env = environment(
        postgres_template.new(),
        redis_process.url,
        JOBS="workers",
        SECRET_KEY=secrets.token_urlsafe(40),
        RUN_LEASE=str(LEASE),
        AGENT_BASE_URL=provider.base_url,
        AGENT_MODEL=provider.model,
        AGENT_API_KEY="sk-x",
        METRICS_TOKEN="scrape",
        LOG_FORMAT="json",
    )
    webs = [PreloadedServer(directory, env, "uvicorn"), PreloadedServer(directory, env, "daphne")]
    workers = [PreloadedWorker(directory, env), PreloadedWorker(directory, env)]
    with Installation(webs, workers, provider, Site(webs[0]), env["DATABASE_URL"]).running() as installation:
        yield installation


@pytest.fixture
def installation(
    request: pytest.FixtureRequest,
    whole_installation: Installation,
    redis_server: RedisServer,
    postgres_server: PostgresServer,
) -> Installation:
    return whole_installation.for_test(request.node)


@pytest.fixture
def begin(request: pytest.FixtureRequest) -> Iterator[Callable[[WebServer | WorkerProcess], None]]:
    """Start a process that ends with the test."""
    started: list[WebServer | WorkerProcess] = []

    def start(process: WebServer | WorkerProcess) -> None:
        started.append(process)
        request.node.stash.setdefault(PROCESSES, []).append(process)
        process.start()

    yield start
    for process in started:
        process.kill()
