"""How long the main thread of a page works without a pause, in processor time: other programs add nothing."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

CATEGORY = "toplevel"
TASK, MAIN = "ThreadControllerImpl::RunTask", "CrRendererMain"


async def tasks_during(page: Page, work: Callable[[], Awaitable[object]]) -> list[float]:
    """The milliseconds of processor time of each task while the work is done."""
    browser = page.context.browser
    assert browser
    await browser.start_tracing(page=page, categories=[CATEGORY, "__metadata"])
    await work()
    events = json.loads(await browser.stop_tracing())["traceEvents"]
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == MAIN
    }
    return [
        event["tdur"] / 1000
        for event in events
        if event["name"] == TASK and (event["pid"], event["tid"]) in main and "tdur" in event
    ]
