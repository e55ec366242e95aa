"""Several tabs of one browser without WebSockets: one of them holds the connection for all."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.services.browser import new_window
from tests.streaming.client.faulty_server import Conduct, FaultyServer
from tests.streaming.client.tab import Tab

if TYPE_CHECKING:
    from playwright.async_api import Page

NEVER = 10_000_000
STAY = {"upgradeFirst": NEVER, "upgradeLimit": NEVER}
BOTH = pytest.mark.parametrize("transport", ["sse", "poll"])

type OpenTabs = Callable[..., Awaitable[list[Tab]]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_tabs(faulty: FaultyServer, tab: Tab) -> OpenTabs:
    """That many tabs of one browser, which follow the stream over HTTP; the first of them leads."""

    async def another() -> Tab:
        page: Page = await new_window(tab.page.context)
        await page.goto(faulty.url)
        return Tab(page)

    async def open_them(count: int, transport: str = "sse", **timing: float) -> list[Tab]:
        faulty.websocket = Conduct.REFUSES
        faulty.sse = Conduct.SERVES if transport == "sse" else Conduct.REFUSES
        tabs = [tab, *[await another() for _ in range(count - 1)]]
        for one in tabs:
            await one.begin("aaaa:0", **{**STAY, **timing})
            await one.until_state("limited", transport)
        return tabs

    return open_them


async def assert_all_heard(tabs: list[Tab], count: int) -> None:
    for tab in tabs:
        await tab.until_seq(count)
        assert await tab.seqs() == list(range(1, count + 1))


async def until_one_is_open(faulty: FaultyServer) -> None:
    await faulty.until(lambda: faulty.open == 1, "one connection for all")


@BOTH
async def test_tabs_share_one_connection(faulty: FaultyServer, open_tabs: OpenTabs, transport: str) -> None:
    await faulty.append(2)
    tabs = await open_tabs(4, transport)
    await assert_all_heard(tabs, 2)
    await until_one_is_open(faulty)
    await faulty.append(3)
    await assert_all_heard(tabs, 5)
    await until_one_is_open(faulty)


async def test_late_tab_gets_missed_events(faulty: FaultyServer, open_tabs: OpenTabs) -> None:
    first, late = await open_tabs(2)
    await late.run("stream.stop()")
    await faulty.append(30)
    await first.until_seq(30)
    await late.run("stream.start()")
    for _ in range(30):
        await faulty.append()
    await assert_all_heard([first, late], 60)
    await until_one_is_open(faulty)


@BOTH
@pytest.mark.parametrize("end", ["closes", "navigates", "stops", "freezes"])
async def test_another_tab_takes_over_from_one_that(
    faulty: FaultyServer, open_tabs: OpenTabs, transport: str, end: str
) -> None:
    leader, *others = await open_tabs(3, transport)
    await faulty.append(2)
    await assert_all_heard([leader, *others], 2)
    match end:
        case "closes":
            await leader.page.close()
        case "navigates":
            await leader.page.goto("about:blank")
        case "stops":
            await leader.run("stream.stop()")
        case "freezes":
            computer = await leader.page.context.new_cdp_session(leader.page)
            await computer.send("Page.setWebLifecycleState", {"state": "frozen"})
    await faulty.append(2)
    await assert_all_heard(others, 4)
    await until_one_is_open(faulty)


async def test_connection_is_taken_from_a_tab_that_hangs(faulty: FaultyServer, open_tabs: OpenTabs) -> None:
    leader, other = await open_tabs(2, leaderWithin=100)
    await faulty.append()
    await assert_all_heard([leader, other], 1)
    async with hanging(leader):
        await faulty.append(2)
        await other.dispatch("document", "new Event('visibilitychange')")
        await other.until_seq(3)
    await faulty.append()
    await assert_all_heard([leader, other], 4)
    await until_one_is_open(faulty)


async def test_hanging_tab_is_detected_by_one_that_requests_missed_events(
    faulty: FaultyServer, open_tabs: OpenTabs
) -> None:
    leader, other = await open_tabs(2, leaderWithin=100)
    faulty.bodies.clear()
    await other.begin("aaaa:0", **STAY, leaderWithin=100)
    await other.until_state("limited", "sse")
    async with hanging(leader):
        await faulty.append(2)
        await other.dispatch("document", "new Event('visibilitychange')")
        faulty.bodies.set()
        await other.until_seq(2)
    await assert_all_heard([leader, other], 2)


@asynccontextmanager
async def hanging(tab: Tab) -> AsyncIterator[None]:
    """Block a tab's script, like an endless loop."""
    debugger = await tab.page.context.new_cdp_session(tab.page)
    await debugger.send("Debugger.enable")
    await debugger.send("Debugger.pause")
    paused = asyncio.create_task(tab.run("0"))
    try:
        yield
    finally:
        await debugger.send("Debugger.disable")
        await paused


async def test_tabs_of_two_accounts_share_nothing(faulty: FaultyServer, open_tabs: OpenTabs) -> None:
    mine, other = await open_tabs(2)
    await until_one_is_open(faulty)
    await other.begin("aaaa:0", of="?of=another", **STAY)
    await other.until_state("limited", "sse")
    assert faulty.open == 2
    await mine.run("stream.stop()")
    await until_one_is_open(faulty)


async def test_signing_out_ends_all_tabs(faulty: FaultyServer, open_tabs: OpenTabs) -> None:
    tabs = await open_tabs(3)
    faulty.websocket = faulty.sse = faulty.poll = Conduct.SIGNED_OUT
    faulty.cut()
    for tab in tabs:
        await tab.until_state("signed-out")
    await faulty.until(lambda: faulty.open == 0, "no connection to be left")


async def test_lost_event_is_found_by_all_tabs(faulty: FaultyServer, open_tabs: OpenTabs) -> None:
    tabs = await open_tabs(3)
    await faulty.append()
    await faulty.append(notify=False)
    faulty.heartbeat()
    await assert_all_heard(tabs, 2)


async def test_socket_that_works_again_is_every_tabs_own(faulty: FaultyServer, open_tabs: OpenTabs) -> None:
    tabs = await open_tabs(3)
    faulty.websocket = Conduct.SERVES
    for tab in tabs:
        await tab.dispatch("window", "new Event('online')")
        await tab.until_state("live", "websocket")
    await faulty.append(2)
    await assert_all_heard(tabs, 2)
    await faulty.until(lambda: faulty.open == 3, "a socket for each")


@pytest.mark.parametrize("missing", ["Navigator.prototype.locks", "window.BroadcastChannel"])
async def test_each_tab_works_alone_if_they_cannot_communicate(
    faulty: FaultyServer, tab: Tab, open_tabs: OpenTabs, missing: str
) -> None:
    owner, _, name = missing.rpartition(".")
    lacking = f"Object.defineProperty({owner}, '{name}', {{ value: undefined }})"
    await tab.page.context.add_init_script(lacking)
    await tab.page.reload()
    tabs = await open_tabs(2)
    assert faulty.open == 2
    await faulty.append(2)
    await assert_all_heard(tabs, 2)


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_tab_gets_every_event_once_while_tabs_open_and_close(
    faulty: FaultyServer, open_tabs: OpenTabs, seed: int
) -> None:
    dice = random.Random(seed)
    tabs = await open_tabs(3, upgradeFirst=50, upgradeLimit=100)
    for _ in range(40):
        match dice.randrange(7):
            case 0:
                await dice.choice(tabs).run("stream.stop()")
            case 1:
                faulty.cut()
            case 2:
                faulty.sse = dice.choice([Conduct.SERVES, Conduct.REFUSES])
            case 3:
                await faulty.append(notify=False)
            case _:
                await faulty.append(dice.randint(1, 3))
        if dice.random() < 0.5:
            await dice.choice(tabs).run("stream.start()")
    faulty.sse = Conduct.SERVES
    await faulty.append()
    for tab in tabs:
        await tab.run("stream.start()")
    faulty.cut()
    await assert_all_heard(tabs, int(faulty.cursor.rpartition(":")[2]))
    await until_one_is_open(faulty)
