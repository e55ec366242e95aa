from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.services.browser import LOST_CONNECTION
from tests.streaming.client.faulty_server import FaultyServer, Site, serve
from tests.streaming.client.tab import Tab

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.services.browser import Watch


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site() -> AsyncIterator[Site]:
    async with serve() as running:
        yield running


@pytest.fixture
def faulty(site: Site) -> FaultyServer:
    return site.renew()


@pytest_asyncio.fixture(loop_scope="session")
async def tab(faulty: FaultyServer, page: Page, watch: Watch) -> Tab:
    watch.expect(LOST_CONNECTION)
    await page.goto(faulty.url)
    return Tab(page)
