"""A chat page of 30 turns in a browser, during active runs."""

from __future__ import annotations

import asyncio
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.effort import Effort
from benchmarks.figures import Cell, Part, Table, Target
from benchmarks.samples import percentile
from benchmarks.workspace import Workspace
from tests.services.browser import chromium

from .opening import Opening, open_often, open_page
from .opening import table as table_of_openings
from .opening import targets as targets_of_openings
from .site import Site, burst, history
from .tasks_of_main_thread import tasks_during

if TYPE_CHECKING:
    from playwright.async_api import Page

TURNS = 30
OPENINGS = 5  # for each storm of the effort
THROTTLE = 80  # milliseconds between two requests of a part (`hx-trigger` in templates/app.html)
WARM_UP = 2  # runs that are not counted
LONG = 50  # milliseconds, as for the tasks that browsers report as long
LONGEST_RUN = 60_000  # milliseconds
OBSERVER = Path(__file__).with_name("observer.js").read_text()
SUCCEEDED = '[data-log] [data-run][data-status="succeeded"]'
ENDED = f"(count) => document.querySelectorAll('{SUCCEEDED}').length > count"
POST = """
async ([message, conversation_id]) => {
    const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token, Prefer: "respond-async" };
    const body = JSON.stringify({ message, conversation_id });
    return (await fetch("/api/chat", { method: "POST", headers, body })).json();
}
"""
WAIT = """
async (run) => {
    for (;;) {
        const { status } = await (await fetch(`/api/runs/${run}/`)).json();
        if (["succeeded", "failed", "cancelled"].includes(status)) return status;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}
"""
COLUMNS = (
    "events/s",
    "in one second",
    "requests a run",
    "a part and throttle",
    "CPU ms/event",
    "paint p50",
    "p95",
    "fetch p95",
    "swap p95",
    "long tasks",
    "by the processor",
    "longest",
    "shift",
)


@dataclass(frozen=True, slots=True)
class Burst:
    """One run as followed in a tab. Times are milliseconds, except `seconds` and `cpu`."""

    seconds: float
    cpu: float  # of the web server
    events: int
    paints: list[float]  # from a frame's arrival until its contents are painted
    fragments: list[dict[str, Any]]  # { address, at, took }
    swaps: list[float]
    times: list[float]  # of events
    long_tasks: list[float]  # as the browser reports them, by the clock
    tasks: list[float]  # of the main thread, in processor time
    shift: float  # the sum of layout shifts (CLS)


async def measure(workspace: Workspace, effort: Effort) -> Part:
    site = Site(workspace)
    async with chromium() as browser:
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        page = await context.new_page()
        await _sign_in(page, site)
        conversation = await _talk(page, site)
        await page.add_init_script(OBSERVER)
        address = f"{site.web.url}/c/{conversation}/"
        openings = await open_often(page, address, OPENINGS * effort.storms)
        numbers = range(WARM_UP + effort.storms + 1)
        bursts = [await _watch(page, site, address, number) for number in numbers]
    site.stop()
    return _part(openings, bursts[WARM_UP:])


async def _sign_in(page: Page, site: Site) -> None:
    await page.goto(site.web.url)
    await page.get_by_label("Username").fill("demo")
    await page.get_by_label("Password", exact=True).fill("demo")
    await page.get_by_role("button", name="Sign in").click()
    await page.locator("[data-chat]").wait_for()


async def _talk(page: Page, site: Site) -> str:
    """The conversation before the measured runs."""
    conversation = None
    for number in range(TURNS):
        site.provider.play(*history(number))
        answer = await page.evaluate(POST, ["What is there to do?", conversation])
        conversation = answer["conversation_id"]
        status = await page.evaluate(WAIT, answer["run_id"])
        if status != "succeeded":
            raise RuntimeError(f"The run has {status}: {answer}")
    return str(conversation)


async def _watch(page: Page, site: Site, address: str, number: int) -> Burst:
    await open_page(page, address)
    await page.evaluate("forget()")
    site.provider.play(*burst(number))
    before = await page.locator(SUCCEEDED).count()
    loop = asyncio.get_running_loop()
    started, cpu = loop.time(), site.cpu()

    async def follow() -> None:
        await page.evaluate(POST, ["Look again and again", address.split("/")[-2]])
        await page.wait_for_function(ENDED, arg=before, timeout=LONGEST_RUN)

    tasks = await tasks_during(page, follow)
    seconds, cpu = loop.time() - started, site.cpu() - cpu
    await page.wait_for_function("undrawn() === 0")
    return Burst(seconds=seconds, cpu=cpu, tasks=tasks, **await page.evaluate("measured"))


def _part(openings: list[Opening], bursts: list[Burst]) -> Part:
    paints = [paint for burst in bursts for paint in burst.paints]
    long_tasks = [task for burst in bursts for task in burst.long_tasks]
    tasks = [task for burst in bursts for task in burst.tasks]
    long_work = [task for task in tasks if task > LONG]
    events = sum(burst.events for burst in bursts)
    requests = max(_requests_a_throttle(burst.fragments) for burst in bursts)
    row: tuple[Cell, ...] = (
        events / sum(burst.seconds for burst in bursts),
        max(_most_in_a_second(burst.times) for burst in bursts),
        sum(len(burst.fragments) for burst in bursts) / len(bursts),
        requests,
        sum(burst.cpu for burst in bursts) / events * 1e3,
        percentile(paints, 50),
        percentile(paints, 95),
        percentile([one["took"] for burst in bursts for one in burst.fragments], 95),
        percentile([swap for burst in bursts for swap in burst.swaps], 95),
        len(long_tasks),
        len(long_work),
        max(tasks),
        max(burst.shift for burst in bursts),
    )
    title = f"A chat page of {TURNS} turns during active runs: ms to paint, of a fetch, of a swap"
    return Part(
        [table_of_openings(openings, TURNS), Table(title, COLUMNS, [row])],
        [
            *targets_of_openings(openings),
            Target("chat page, requests of a part and throttle", requests, 1, "requests"),
            Target("chat page, frame to paint p95", percentile(paints, 95), 120, "ms"),
            Target("chat page, tasks over 50 ms of processor time", len(long_work), 0, "tasks"),
            Target("chat page, shift during a run", max(burst.shift for burst in bursts), 0.005, "CLS"),
        ],
    )


def _most_in_a_second(times: list[float]) -> int:
    return max(bisect(times, at + 1000) - index for index, at in enumerate(times))


def _requests_a_throttle(fragments: list[dict[str, Any]]) -> float:
    """The number of requests of the busiest part, for each throttle interval between its first and last."""
    starts: defaultdict[str, list[float]] = defaultdict(list)
    for one in fragments:
        starts[one["address"]].append(one["at"])
    return max(len(at) / ((max(at) - min(at)) // THROTTLE + 1) for at in starts.values())
