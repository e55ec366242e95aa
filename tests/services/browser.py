from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import async_playwright

from tests.services.kept_context import idle
from tests.services.programs import program

if TYPE_CHECKING:
    from playwright.async_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Page,
        Request,
        WebError,
        WebSocket,
    )

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# What Chromium itself writes to the console for each failed connection.
LOST_CONNECTION = "WebSocket connection to|WebSocket is closed before|Failed to load resource|Failed to fetch"
NO_WORKER = "Service Worker registration blocked by Playwright"  # by the fixture `new_context`
HTTP_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the system's Chromium, or the one that the CHROMIUM variable names."""
    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def new_window(context: BrowserContext) -> Page:
    """Open one more page of the same person, in a window of its own: of the tabs of one window, Chromium
    draws those in the background once a second, and a click waits until its target is drawn twice.

    In a kept context it is one that an earlier test has left, if there is one.
    """
    for page in context.pages:
        if page in idle:
            idle.discard(page)
            return page
    if not context.pages:
        return await context.new_page()
    session = await context.new_cdp_session(context.pages[0])
    target = (await session.send("Target.getTargetInfo"))["targetInfo"]
    where = {"browserContextId": target["browserContextId"], "newWindow": True}
    async with context.expect_page() as opened:
        await session.send("Target.createTarget", {"url": "about:blank", **where})
    await session.detach()
    return await opened.value


class Watch:
    """Collects what no page may do: write errors to the console, throw, request
    anything from another origin."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._origins: set[str] = set()
        self._expected: list[re.Pattern[str]] = []

    def attach(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)

    def detach(self, context: BrowserContext) -> None:
        context.remove_listener("console", self._on_console)
        context.remove_listener("weberror", self._on_error)

    def attach_to_requests(self, context: BrowserContext) -> None:
        """Check the origin of each request, where no content security policy does: it makes a foreign one
        an error on the console, and the events of all requests take a tenth of a page's processor time."""
        context.on("request", self._on_request)
        context.on("page", self._on_page)

    def expect(self, pattern: str) -> None:
        """Ignore, in this test, what the pattern matches."""
        self._expected.append(re.compile(pattern))

    def allow_origin(self, url: str) -> None:
        """Allow the pages a further server; that of the first request is allowed already."""
        self._origins.add(origin(url))

    def unexpected(self) -> list[str]:
        return [problem for problem in self.problems if not any(it.search(problem) for it in self._expected)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and NO_WORKER not in message.text:
            self.problems.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"uncaught: {error.error}")

    def _on_page(self, page: Page) -> None:
        page.on("websocket", self._on_websocket)

    def _on_request(self, request: Request) -> None:
        self._check_origin(request.url)

    def _on_websocket(self, websocket: WebSocket) -> None:
        self._check_origin(websocket.url)

    def _check_origin(self, url: str) -> None:
        if urlsplit(url).scheme not in HTTP_SCHEMES:
            return
        if not self._origins:
            self.allow_origin(url)
        if origin(url) not in self._origins:
            self.problems.append(f"foreign origin: {url}")


def origin(url: str) -> str:
    """Return the origin of an address; a WebSocket's is that of the page that may open it."""
    parts = urlsplit(url)
    return f"{HTTP_SCHEMES[parts.scheme]}://{parts.netloc}"


def chromium_path() -> str:
    # Without windows it takes a third of the processor time for the same page.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or program(*names, package=names[0])
