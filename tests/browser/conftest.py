from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Protocol

import httpx
import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import BrowserContext
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.kept_site import KeptSite
from tests.browser.site import ChatTab
from tests.provider.fixtures import provider_client
from tests.provider.script import Provider
from tests.services.browser import new_window
from tests.services.databases import SqliteDatabases
from tests.services.web_server import WebServer

__all__ = ["provider_client"]

type OpenTabs = Callable[..., Awaitable[list[ChatTab]]]


class MakeRows(Protocol):
    async def __call__[Made](self, make: Callable[[], Made]) -> Made: ...


@pytest.fixture(scope="package")
def kept_site(
    services: None,
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_databases: SqliteDatabases,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[KeptSite]:
    with KeptSite(tmp_path_factory.mktemp("site"), sqlite_databases, django_db_blocker) as kept:
        yield kept


@pytest.fixture
def site(request: pytest.FixtureRequest, kept_site: KeptSite) -> WebServer:
    """The site as `make run` starts it, with the demo accounts and the offline assistant."""
    return kept_site.reset(request.node)


@pytest.fixture
def make_rows(site: WebServer, kept_site: KeptSite, settings: Settings) -> MakeRows:
    """Call a function that makes rows in the database of the site: `run = await make_rows(some_run)`.

    Runs that it submits are not executed.
    """
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    return sync_to_async(kept_site.call)


@pytest.fixture(scope="package")
def kept_slow_site(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_databases: SqliteDatabases,
    django_db_blocker: DjangoDbBlocker,
    provider_client: httpx.Client,
) -> Iterator[tuple[KeptSite, Provider]]:
    provider = Provider(provider_client, "browser")
    model = {"AGENT_BASE_URL": provider.base_url, "AGENT_MODEL": provider.model, "AGENT_API_KEY": "sk-x"}
    directory = tmp_path_factory.mktemp("slow-site")
    with KeptSite(directory, sqlite_databases, django_db_blocker, **model) as kept:
        yield kept, provider


@pytest.fixture
def slow_site(request: pytest.FixtureRequest, kept_slow_site: tuple[KeptSite, Provider]) -> WebServer:
    """The same with a scripted model, which can be slow."""
    return kept_slow_site[0].reset(request.node)


@pytest.fixture
def provider(slow_site: WebServer, kept_slow_site: tuple[KeptSite, Provider]) -> Provider:
    """The script of the slow site's model."""
    return kept_slow_site[1]


@pytest.fixture
def open_tabs(context: BrowserContext) -> OpenTabs:
    """Sign in, and open that many tabs of one browser on the chat: `one, two = await open_tabs(url, 2)`."""

    async def open_them(url: str, count: int, path: str = "/") -> list[ChatTab]:
        tabs = [ChatTab(await new_window(context), url) for _ in range(count)]
        await tabs[0].open_signed_in(path)
        for tab in tabs[1:]:
            await tab.open(path)
        for tab in tabs:
            await tab.until_live()
        return tabs

    return open_them
