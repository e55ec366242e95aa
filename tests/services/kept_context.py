"""One person's browser for many tests: it has the site's files in its cache, and keeps its pages.

A page in a new context fetches and compiles all scripts of the site. To load the site again in the same page
takes a third of that processor time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary, WeakSet

from playwright.async_api import Error

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, WebSocket

    from tests.services.browser import Watch

    type Listener = Callable[[WebSocket], None]

SIZE: ViewportSize = {"width": 1280, "height": 800}
# A file that every page of the site has loaded: nothing runs in it, and it has the site's storage.
EMPTY = "/static/site/favicon.svg"
CLEAR = "() => { localStorage.clear(); sessionStorage.clear(); }"

idle: WeakSet[Page] = WeakSet()  # pages that no test uses
_listeners: WeakKeyDictionary[Page, list[Listener]] = WeakKeyDictionary()


class KeptContext:
    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._context: BrowserContext | None = None
        self._single_use: WeakSet[Page] = WeakSet()

    async def open(self, watch: Watch) -> BrowserContext:
        if self._context is None:
            # Animations are drawn sixty times a second.
            self._context = await self._browser.new_context(
                service_workers="block", viewport=SIZE, reduced_motion="reduce"
            )
        watch.attach(self._context)
        return self._context

    def close_after_test(self, page: Page) -> None:
        """Say that a test changes the page in a way that cannot be undone, such as by a routed WebSocket."""
        self._single_use.add(page)

    async def clear(self, watch: Watch) -> None:
        """Remove what a test has left: cookies, storage, routes, and the documents of its pages."""
        assert self._context is not None
        watch.detach(self._context)
        await self._context.unroute_all()
        for page in self._context.pages:
            if page in self._single_use or not await clear_page(page):
                await page.close()
        await self._context.clear_cookies()

    async def close(self) -> None:
        if self._context is not None:
            context, self._context = self._context, None
            await context.close()


def listen(page: Page, listener: Listener) -> None:
    """Call the listener, until the end of the test, with each WebSocket that the page opens."""
    page.on("websocket", listener)
    _listeners.setdefault(page, []).append(listener)


async def leave(page: Page) -> None:
    """Replace the page's document by one that follows no events."""
    origin = urlsplit(page.url)._replace(path="", query="", fragment="").geturl()
    await page.goto(f"{origin}{EMPTY}")


async def clear_page(page: Page) -> bool:
    """Return whether the page can be used by another test."""
    if page in idle:
        return True
    for listener in _listeners.pop(page, []):
        page.remove_listener("websocket", listener)
    try:
        await page.unroute_all()
        await leave(page)
        await page.evaluate(CLEAR)
        await page.mouse.move(0, 0)
    except Error:  # it shows no page of the site, or hangs
        return False
    if page.viewport_size != SIZE:
        await page.set_viewport_size(SIZE)
    idle.add(page)
    return True
