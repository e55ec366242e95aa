"""SSE and long poll if WebSockets are blocked, and the return to a WebSocket."""

from __future__ import annotations

import random

import pytest

from tests.streaming.client.faulty_server import Conduct, FaultyServer
from tests.streaming.client.tab import Tab

NEVER = 10_000_000
STAY = {"upgradeFirst": NEVER, "upgradeLimit": NEVER}


async def test_socket_that_never_opens_is_replaced_by_sse(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = Conduct.HANGS
    await faulty.append(2)
    await tab.hold_time()
    await tab.begin("aaaa:1", **STAY)
    await faulty.until_opened(1)
    await tab.page.clock.run_for(5_100)
    await tab.until_state("limited", "sse")
    await faulty.append(2)
    await tab.until_seq(4)

    assert await tab.seqs() == [2, 3, 4]
    assert faulty.opened == [("websocket", "aaaa:1"), ("sse", "aaaa:1")]
    assert await tab.states() == ["connecting", "limited"]


@pytest.mark.parametrize("conduct", [Conduct.REFUSES, Conduct.FAILS])
async def test_socket_that_fails_twice_is_replaced_by_sse(
    faulty: FaultyServer, tab: Tab, conduct: Conduct
) -> None:
    faulty.websocket = conduct
    await tab.begin("aaaa:0", **STAY)
    await tab.until_state("limited", "sse")

    assert faulty.transports == ["websocket", "websocket", "sse"]


@pytest.mark.parametrize("conduct", [Conduct.REFUSES, Conduct.FAILS, Conduct.HANGS])
async def test_sse_that_fails_is_replaced_by_polling(
    faulty: FaultyServer, tab: Tab, conduct: Conduct
) -> None:
    faulty.websocket, faulty.sse = Conduct.HANGS, conduct
    await faulty.append(2)
    await tab.hold_time()
    await tab.begin("aaaa:1", **STAY)
    await faulty.until_opened(1)
    await tab.page.clock.run_for(5_100)
    await faulty.until(lambda: "sse" in faulty.transports, "the second transport")
    if conduct is Conduct.HANGS:
        await tab.page.clock.run_for(5_100)
    await tab.until_state("limited", "poll")
    await faulty.append()
    await tab.until_seq(3)
    await faulty.append(2)
    await tab.until_seq(5)

    assert await tab.seqs() == [2, 3, 4, 5]
    assert faulty.transports[:3] == ["websocket", "sse", "poll"]


async def test_polling_without_cursor_starts_now(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = faulty.sse = Conduct.REFUSES
    await faulty.append(2)
    await tab.begin(**STAY)
    await tab.until_state("limited", "poll")
    await tab.until("() => stream.cursor === 'aaaa:2'")
    await faulty.append()
    await tab.until_seq(3)

    assert await tab.seqs() == [3]


async def test_immediate_empty_responses_do_not_cause_a_busy_loop(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = faulty.sse = Conduct.REFUSES
    await tab.hold_time()
    await tab.begin("aaaa:0", beat=1, pollPause=1_000, retryLimit=0, **STAY)
    await tab.until_state("limited", "poll")
    await faulty.until(lambda: faulty.transports.count("poll") == 2, "the second question")
    await tab.page.clock.run_for(900)
    for _ in range(3):  # round trips, in which a request that is too early would have arrived
        await tab.run("fetch('/').then((response) => response.text())")
    assert faulty.transports.count("poll") == 2
    await tab.page.clock.resume()
    await faulty.until(lambda: faulty.transports.count("poll") == 3, "the third question")


async def test_cut_sse_resumes_at_its_cursor(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = Conduct.REFUSES
    await tab.begin("aaaa:0", **STAY)
    await tab.until_state("limited", "sse")
    await faulty.append(2)
    await tab.until_seq(2)
    faulty.cut()
    await faulty.append(2, notify=False)
    await tab.until_seq(4)

    assert await tab.seqs() == [1, 2, 3, 4]
    assert faulty.opened[2:] == [("sse", "aaaa:0"), ("sse", "aaaa:2")]


async def test_lost_event_is_requested_again_over_sse(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = Conduct.REFUSES
    await tab.begin("aaaa:0", **STAY)
    await tab.until_state("limited", "sse")
    await faulty.append()
    await faulty.append(notify=False)
    await faulty.append()
    await tab.until_seq(3)
    await faulty.append(notify=False)
    faulty.heartbeat()
    await tab.until_seq(4)

    assert await tab.seqs() == [1, 2, 3, 4]


@pytest.mark.parametrize("transport", ["sse", "poll"])
async def test_unusable_cursor_leads_to_a_reset_over_http(
    faulty: FaultyServer, tab: Tab, transport: str
) -> None:
    faulty.websocket = Conduct.REFUSES
    faulty.sse = Conduct.SERVES if transport == "sse" else Conduct.REFUSES
    await faulty.append(3)
    await tab.begin("zzzz:1", **STAY)
    await tab.until("() => resets.length > 0")
    await faulty.append()
    await tab.until_seq(4)

    assert await tab.run("resets.map(({ id }) => id)") == ["aaaa:3"]
    assert await tab.seqs() == [4]
    assert (await tab.statuses())[-1]["transport"] == transport


@pytest.mark.parametrize("conduct", [Conduct.SIGNED_OUT, Conduct.FORBIDDEN])
@pytest.mark.parametrize("transport", ["sse", "poll"])
async def test_refused_request_means_signed_out(
    faulty: FaultyServer, tab: Tab, transport: str, conduct: Conduct
) -> None:
    faulty.websocket = Conduct.REFUSES
    faulty.sse, faulty.poll = (conduct, conduct) if transport == "sse" else (Conduct.REFUSES, conduct)
    await tab.page.clock.install()
    await tab.begin("aaaa:0")
    await tab.until_state("signed-out")
    asked = len(faulty.opened)
    await tab.dispatch("window", "new Event('online')")
    await tab.page.clock.run_for(120_000)

    assert faulty.transports[-1] == transport
    assert len(faulty.opened) == asked


async def test_server_that_is_down_is_retried_until_it_is_back(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = faulty.sse = faulty.poll = Conduct.FAILS
    await tab.begin("aaaa:0")
    await faulty.until(lambda: faulty.transports.count("websocket") >= 5, "patience")
    assert await tab.states() == ["connecting", "reconnecting"]
    faulty.websocket = faulty.sse = faulty.poll = Conduct.SERVES
    await faulty.append()
    await tab.until_seq(1)
    await tab.until_state("live", "websocket")

    assert await tab.seqs() == [1]


@pytest.mark.parametrize("transport", ["sse", "poll"])
async def test_stream_moves_back_to_the_socket_without_gap_or_duplicate(
    faulty: FaultyServer, tab: Tab, transport: str
) -> None:
    faulty.websocket = Conduct.REFUSES
    faulty.sse = Conduct.SERVES if transport == "sse" else Conduct.REFUSES
    await tab.begin("aaaa:0", beat=NEVER)
    await tab.until("(transport) => statuses.at(-1)?.transport === transport", transport)
    await faulty.append(2)
    await tab.until_seq(2)
    faulty.websocket = Conduct.SERVES
    for _ in range(50):
        await faulty.append(2)
    await tab.until_state("live", "websocket")
    await faulty.append(2)
    await tab.until_seq(104)

    assert await tab.seqs() == list(range(1, 105))
    assert await tab.states() == ["connecting", "reconnecting", "limited", "live"]
    await faulty.until(lambda: faulty.open == 1, "only one connection to be left")


async def test_polling_moves_up_to_sse_while_sockets_stay_blocked(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket, faulty.sse = Conduct.REFUSES, Conduct.REFUSES
    await tab.begin("aaaa:0")
    await tab.until_state("limited", "poll")
    faulty.sse = Conduct.SERVES
    await tab.until_state("limited", "sse")
    await faulty.append()
    await tab.until_seq(1)

    assert await tab.seqs() == [1]


async def test_socket_is_tried_at_once_when_the_network_is_back(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = Conduct.REFUSES
    await tab.begin("aaaa:0", **STAY)
    await tab.until_state("limited", "sse")
    faulty.websocket = Conduct.SERVES
    await tab.dispatch("window", "new Event('online')")
    await tab.until_state("live", "websocket")


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_event_arrives_once_and_in_order_despite_faults(
    faulty: FaultyServer, tab: Tab, seed: int
) -> None:
    dice = random.Random(seed)
    conducts = [Conduct.SERVES, Conduct.SERVES, Conduct.MUTE, Conduct.HANGS, Conduct.REFUSES, Conduct.FAILS]
    await tab.begin("aaaa:0", openWithin=60, answerWithin=60, beat=60, grace=60)
    for _ in range(60):
        match dice.randrange(8):
            case 0:
                faulty.websocket, faulty.sse = dice.choices(conducts, k=2)
                faulty.poll = dice.choice([Conduct.SERVES, Conduct.FAILS])
            case 1:
                faulty.cut(dice.choice([1001, 1011, 1012, 4008]))
            case 2:
                await faulty.append(dice.randint(1, 3), notify=False)
            case 3:
                events = await faulty.append(4, notify=False)
                faulty.send(*dice.choices(events, k=6))
            case 4:
                faulty.heartbeat(interval=0.06)
            case _:
                await faulty.append(dice.randint(1, 5))
        if dice.random() < 0.5:
            await tab.seqs()  # a round trip, in which the page handles the frames
    faulty.websocket = faulty.sse = faulty.poll = Conduct.SERVES
    await faulty.append()
    total = int(faulty.cursor.rpartition(":")[2])
    faulty.cut()
    await tab.resume()  # a busy machine may need longer than the short timeouts of this client
    await tab.until_seq(total)

    assert await tab.seqs() == list(range(1, total + 1))
    assert await tab.run("resets") == []
