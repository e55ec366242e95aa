"""Tests the watch over pages: if it overlooked something, other tests would pass for the wrong reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.browser import Watch, origin

if TYPE_CHECKING:
    from playwright.async_api import Page


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        pytest.param("console.error('broken')", "console error: broken", id="console"),
        pytest.param("setTimeout(() => { throw new Error('lost') })", "uncaught: lost", id="exception"),
        pytest.param(
            "fetch('http://127.0.0.1:9/').catch(() => {})", "foreign origin: http://127.0.0.1:9/", id="fetch"
        ),
        pytest.param(
            "new WebSocket('ws://127.0.0.1:9/ws')", "foreign origin: ws://127.0.0.1:9/ws", id="websocket"
        ),
    ],
)
async def test_watch_reports_what_a_page_may_not_do(
    page: Page, watch: Watch, script: str, problem: str
) -> None:
    await page.route("http://lockstep.test/", lambda route: route.fulfill(body="<title>A page</title>"))
    await page.goto("http://lockstep.test/")
    assert watch.problems == []

    async with page.expect_event("console" if "uncaught" not in problem else "pageerror"):
        await page.evaluate(script)
    assert any(found.startswith(problem) for found in watch.problems)

    watch.expect("broken|lost|127.0.0.1:9")
    assert watch.unexpected() == []


def test_a_websocket_belongs_to_the_origin_of_its_page() -> None:
    assert (
        origin("ws://localhost:8000/ws/chat?after=1")
        == origin("http://localhost:8000/")
        == "http://localhost:8000"
    )
