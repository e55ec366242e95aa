"""A server of a kind for all tests here: with the offline assistant, and with a scripted model."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from functools import partial

import httpx
import pytest

from tests.contracts.client import PATIENCE, Account, Api, ChatSocket, chat_socket
from tests.contracts.site import Site
from tests.provider.fixtures import provider_client
from tests.provider.script import Provider
from tests.services.databases import SqliteDatabases
from tests.services.ports import free_port
from tests.services.preloaded import PreloadedServer
from tests.services.reporting import PROCESSES
from tests.services.web_server import Kind, environment

__all__ = ["provider_client"]

DAILY_LIMIT = 2
FIELD_PORT = free_port()
FIELD_ORIGIN = f"http://localhost:{FIELD_PORT}"  # of pages of other sites
# Nothing here is encrypted, and loading the certificate authorities takes longer than most of the tests.
NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

type OpenSocket = Callable[..., AbstractAsyncContextManager[ChatSocket]]


def started(kind: Kind, tmp: pytest.TempPathFactory, databases: SqliteDatabases, **settings: str) -> Site:
    # Longer than people would wait for the lock of SQLite: many write at once, on a busy machine.
    environ = environment(f"{databases.new()}?timeout=30", **settings)
    server = PreloadedServer(tmp.mktemp("contracts"), environ, kind)
    site = Site(server)
    with ThreadPoolExecutor(1) as beside:
        accounts = beside.submit(site.make_accounts, 200)
        server.start()
        accounts.result()
    return site


@pytest.fixture(scope="package")
def offline_site(
    services: None,
    server_kind: Kind,
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_databases: SqliteDatabases,
) -> Iterator[Site]:
    site = started(server_kind, tmp_path_factory, sqlite_databases, CORS_ALLOWED_ORIGINS=FIELD_ORIGIN)
    yield site
    site.server.kill()


@pytest.fixture(scope="package")
def scripted_site(
    server_kind: Kind,
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_databases: SqliteDatabases,
    provider_client: httpx.Client,
) -> Iterator[Site]:
    provider = Provider(provider_client, f"contracts-{server_kind}")
    settings = {
        "AGENT_BASE_URL": provider.base_url,
        "AGENT_MODEL": provider.model,
        "AGENT_API_KEY": "sk-x",
        "APPROVE_CHANGES_ABOVE": "1000",  # these tests are not about approval
    }
    site = started(
        server_kind, tmp_path_factory, sqlite_databases, DAILY_MESSAGE_LIMIT=str(DAILY_LIMIT), **settings
    )
    site.provider = provider
    yield site
    site.server.kill()


@pytest.fixture
def site(request: pytest.FixtureRequest, offline_site: Site) -> Site:
    request.node.stash.setdefault(PROCESSES, []).append(offline_site.server)
    return offline_site


@pytest.fixture
def scripted(request: pytest.FixtureRequest, scripted_site: Site) -> Site:
    request.node.stash.setdefault(PROCESSES, []).append(scripted_site.server)
    return scripted_site


@pytest.fixture
def model(scripted: Site) -> Provider:
    """The script of the scripted site's model: `model.play(says("Hello"))`."""
    assert scripted.provider
    return scripted.provider


async def http_client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=site.url, timeout=PATIENCE, verify=NO_AUTHORITIES) as http:
        yield http


@pytest.fixture
async def api(site: Site) -> AsyncIterator[Api]:
    """The site with the offline assistant, for a new user."""
    async for http in http_client(site):
        yield Api(http, site.account())


@pytest.fixture
async def scripted_api(scripted: Site) -> AsyncIterator[Api]:
    async for http in http_client(scripted):
        yield Api(http, scripted.account())


@pytest.fixture
def open_socket(site: Site) -> OpenSocket:
    """Open a socket at the offline site: `open_socket(account, after=cursor)`."""
    return partial(chat_socket, site.ws_url)


@pytest.fixture
def open_scripted(scripted: Site) -> OpenSocket:
    return partial(chat_socket, scripted.ws_url)


@pytest.fixture
def stranger(site: Site) -> Account:
    return site.account()
