from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.browser.site import ChatTab
from tests.provider.fixtures import provider, provider_client
from tests.provider.script import Provider
from tests.services.browser_fixtures import NewContext
from tests.services.fixtures import StartServer
from tests.services.web_server import WebServer

__all__ = ["provider", "provider_client"]

type OpenTabs = Callable[..., Awaitable[list[ChatTab]]]


@pytest.fixture
def site(server: StartServer) -> WebServer:
    """The site as `make run` starts it, with the demo accounts and the offline assistant."""
    started = server("daphne")
    started.manage("demo")
    return started


@pytest.fixture
def slow_site(server: StartServer, provider: Provider) -> WebServer:
    """The same with a scripted model, which may take its time."""
    started = server(
        "daphne", AGENT_BASE_URL=provider.base_url, AGENT_MODEL=provider.model, AGENT_API_KEY="sk-x"
    )
    started.manage("demo")
    return started


@pytest.fixture
def open_tabs(new_context: NewContext) -> OpenTabs:
    """Sign in, and open so many tabs of one browser on the chat: `one, two = await open_tabs(url, 2)`."""

    async def open_them(url: str, count: int) -> list[ChatTab]:
        context = await new_context(viewport={"width": 1280, "height": 800})
        tabs = [ChatTab(await context.new_page(), url) for _ in range(count)]
        await tabs[0].sign_in()
        for tab in tabs[1:]:
            await tab.open()
        for tab in tabs:
            await tab.until_live()
        return tabs

    return open_them
