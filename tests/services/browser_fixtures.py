from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.services.browser import Watch, chromium
from tests.services.kept_context import KeptContext, idle
from tests.services.reporting import FAILED
from tests.services.web_server import ROOT

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page


expect.set_options(timeout=20_000)  # milliseconds, for a busy machine


class NewContext(Protocol):
    async def __call__(self, **options: Any) -> BrowserContext: ...


async def take_pictures(test: pytest.Item, *contexts: BrowserContext) -> None:
    pages = [page for context in contexts for page in context.pages if page not in idle]
    for number, page in enumerate(pages, 1):
        path = ROOT / "test-results" / f"{test.name}-{number}.png"
        await page.screenshot(path=path, timeout=5_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(services: None) -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest.fixture
def watch() -> Watch:
    """What the pages of this test did that no page may do; the test fails if anything is left at its end."""
    return Watch()


@pytest_asyncio.fixture(loop_scope="session")
async def new_context(
    request: pytest.FixtureRequest, browser: Browser, watch: Watch
) -> AsyncIterator[NewContext]:
    """Open a browser without cookies, for a further person: `await
    new_context(java_script_enabled=False)`."""
    if "server" in request.fixturenames:
        request.getfixturevalue("server")  # set up first, so that it outlives the pages
    contexts: list[BrowserContext] = []

    async def open_context(**options: Any) -> BrowserContext:
        # A worker would answer requests that tests want to see.
        context = await browser.new_context(**{"service_workers": "block", **options})
        watch.attach(context)
        watch.attach_to_requests(context)
        contexts.append(context)
        return context

    yield open_context
    try:
        if request.node.stash.get(FAILED, False):
            await take_pictures(request.node, *contexts)
    finally:  # a page that hangs cannot make a picture
        for context in contexts:
            await context.close()
    assert watch.unexpected() == []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kept_context(browser: Browser) -> AsyncIterator[KeptContext]:
    kept = KeptContext(browser)
    yield kept
    await kept.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(
    request: pytest.FixtureRequest, kept_context: KeptContext, watch: Watch
) -> AsyncIterator[BrowserContext]:
    """The browser of a person without cookies, for pages by `new_window(context)`.

    Later tests get it, too: a test that installs a clock, or needs a phone or a locale, has a `new_context`.
    """
    context = await kept_context.open(watch)
    yield context
    if request.node.stash.get(FAILED, False):
        try:
            await take_pictures(request.node, context)
        finally:
            await kept_context.close()
    else:
        await kept_context.clear(watch)
    assert watch.unexpected() == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(new_context: NewContext) -> Page:
    """A tab of a fresh browser; `await new_window(page.context)` opens another one of the same person."""
    context = await new_context()
    return await context.new_page()
