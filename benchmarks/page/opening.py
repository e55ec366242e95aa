"""Open a chat page again and again: when it is first painted, and what moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.figures import Table, Target
from benchmarks.samples import percentile

if TYPE_CHECKING:
    from playwright.async_api import Page

WARM_UP = 3  # times that are not counted: they fill the browser's cache
COLUMNS = ("times", "response p50", "first paint p50", "p95", "live p50", "shift")
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
MEASURE = """
() => {
    const [{ responseEnd }] = performance.getEntriesByType("navigation");
    const { startTime: paint } = performance.getEntriesByName("first-contentful-paint")[0];
    return { response: responseEnd, paint, live: performance.now(), shift: measured.shift };
}
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """Milliseconds from the navigation; `shift` is the sum of layout shifts (CLS) until the page is live."""

    response: float
    paint: float
    live: float
    shift: float


async def open_page(page: Page, address: str) -> Opening:
    await page.goto(address)
    await page.locator('[data-connection][data-state="live"]').wait_for()
    await page.wait_for_function(PAINTED)
    return Opening(**await page.evaluate(MEASURE))


async def open_often(page: Page, address: str, times: int) -> list[Opening]:
    return [await open_page(page, address) for _ in range(WARM_UP + times)][WARM_UP:]


def table(openings: list[Opening], turns: int) -> Table:
    paints = [opening.paint for opening in openings]
    row = (
        len(openings),
        percentile([opening.response for opening in openings], 50),
        percentile(paints, 50),
        percentile(paints, 95),
        percentile([opening.live for opening in openings], 50),
        max(opening.shift for opening in openings),
    )
    return Table(f"A chat page of {turns} turns, opened with a warm cache: ms", COLUMNS, [row])


def targets(openings: list[Opening]) -> list[Target]:
    return [
        Target("chat page, first paint p50", percentile([one.paint for one in openings], 50), 250, "ms"),
        Target("chat page, layout shift while it opens", max(one.shift for one in openings), 0.005, "CLS"),
    ]
