"""Lost, silent, refused and resumed connections, over a WebSocket that works."""

from __future__ import annotations

import pytest

from tests.streaming.client.faulty_server import Conduct, FaultyServer
from tests.streaming.client.tab import Tab

NEVER = 10_000_000
ONLINE = ("window", "new Event('online')")
VISIBLE = ("document", "new Event('visibilitychange')")


async def test_status_reports_the_connection(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin()
    await tab.until("() => statuses.at(-1)?.rtt !== null")
    statuses = await tab.statuses()

    assert statuses[0] == {"state": "connecting", "transport": None, "rtt": None, "retryIn": None}
    assert statuses[1] == {"state": "live", "transport": "websocket", "rtt": None, "retryIn": None}
    assert statuses[2]["state"] == "live"
    assert 0 <= statuses[2]["rtt"] < 5_000


async def test_lost_connection_resumes_at_its_cursor(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await faulty.append(2)
    await tab.until_seq(2)
    faulty.cut(1012)
    await faulty.append(2, notify=False)
    await tab.until_seq(4)
    await tab.until_state("live")

    assert await tab.seqs() == [1, 2, 3, 4]
    assert faulty.opened == [("websocket", "aaaa:0"), ("websocket", "aaaa:2")]
    assert await tab.states() == ["connecting", "live", "reconnecting", "live"]
    (lost,) = [status for status in await tab.statuses() if status["retryIn"] is not None]
    assert lost["transport"] is None
    assert 0 <= lost["retryIn"] <= 10


async def test_close_code_that_does_not_mean_signed_out_is_a_lost_connection(
    faulty: FaultyServer, tab: Tab
) -> None:
    await tab.begin("aaaa:0")
    for seq, code in enumerate([1000, 1001, 1011, 1013, 4008, 4404], start=1):
        await faulty.append()
        await tab.until_seq(seq)
        faulty.cut(code)
        await faulty.until_opened(seq + 1)

    assert faulty.opened == [("websocket", f"aaaa:{seq}") for seq in range(7)]


async def test_silence_is_a_lost_connection(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = Conduct.MUTE
    await tab.hold_time()
    await tab.begin("aaaa:0", beat=25_000, grace=8_000, pingEvery=NEVER)
    await tab.until_state("live")
    await faulty.append(notify=False)
    faulty.websocket = Conduct.SERVES
    await tab.page.clock.run_for(33_100)
    await tab.until_seq(1)

    assert faulty.transports == ["websocket", "websocket"]


async def test_any_frame_ends_the_silence(faulty: FaultyServer, tab: Tab) -> None:
    await tab.hold_time()
    await tab.begin("aaaa:0", beat=25_000, grace=8_000, pingEvery=NEVER)
    await tab.until_state("live")
    for seq in (1, 2, 3):
        await tab.page.clock.run_for(30_000)
        await faulty.append()
        await tab.until_seq(seq)

    assert await tab.states() == ["connecting", "live"]


async def test_heartbeat_says_how_long_silence_may_last(faulty: FaultyServer, tab: Tab) -> None:
    await tab.hold_time()
    await tab.begin("aaaa:0", beat=25_000, grace=8_000, pingEvery=NEVER)
    await tab.until_state("live")
    faulty.heartbeat(interval=60)
    await faulty.append()
    await tab.until_seq(1)
    await tab.page.clock.run_for(67_000)
    assert await tab.states() == ["connecting", "live"]
    await tab.page.clock.run_for(2_000)

    assert (await tab.states())[:3] == ["connecting", "live", "reconnecting"]


@pytest.mark.parametrize("conduct", [Conduct.SIGNED_OUT, Conduct.FORBIDDEN])
async def test_refusal_means_signed_out(faulty: FaultyServer, tab: Tab, conduct: Conduct) -> None:
    faulty.websocket = conduct
    await tab.page.clock.install()
    await tab.begin("aaaa:0")
    await tab.until_state("signed-out")
    await tab.dispatch(*ONLINE)
    await tab.dispatch(*VISIBLE)
    await tab.page.clock.run_for(120_000)
    assert faulty.opened == [("websocket", "aaaa:0")]

    faulty.websocket = Conduct.SERVES
    await tab.run("stream.start()")
    await tab.until_state("live")
    assert len(faulty.opened) == 2


async def test_stopped_stream_stays_so_until_it_is_started(faulty: FaultyServer, tab: Tab) -> None:
    await tab.page.clock.install()
    await tab.begin("aaaa:0")
    await faulty.append(2)
    await tab.until_seq(2)
    await tab.run("stream.stop()")
    await faulty.until(lambda: faulty.open == 0, "the socket to close")
    await tab.dispatch(*ONLINE)
    await tab.page.clock.run_for(120_000)
    await faulty.append()
    assert len(faulty.opened) == 1

    await tab.run("stream.start()")
    await tab.run("stream.start()")
    await tab.until_seq(3)
    assert await tab.seqs() == [1, 2, 3]
    assert faulty.opened[1:] == [("websocket", "aaaa:2")]


async def test_stopped_stream_leaves_no_timer_behind(faulty: FaultyServer, tab: Tab) -> None:
    await tab.run("""
      window.timers = new Set();
      for (const kind of ["Timeout", "Interval"]) {
        const [set, clear] = [window[`set${kind}`], window[`clear${kind}`]];
        window[`set${kind}`] = (run, wait) => {
          const timer = set(() => { if (kind === "Timeout") timers.delete(timer); run(); }, wait);
          timers.add(timer);
          return timer;
        };
        window[`clear${kind}`] = (timer) => { timers.delete(timer); clear(timer); };
      }
    """)
    await tab.begin("aaaa:0", ackDelay=5_000)
    await faulty.append()
    await tab.until_seq(1)
    faulty.cut()
    await faulty.until_opened(2)
    await tab.until_state("live")
    await faulty.append()
    await tab.until_seq(2)
    assert await tab.run("timers.size") == 3  # for silence, the next ping and the acknowledgement
    await tab.run("stream.stop()")

    assert await tab.run("timers.size") == 0


@pytest.mark.parametrize("sign", [ONLINE, VISIBLE])
async def test_retry_is_immediate_when_the_tab_or_the_network_is_back(
    faulty: FaultyServer, tab: Tab, sign: tuple[str, str]
) -> None:
    await tab.run("void (Math.random = () => 0.9)")
    await tab.begin("aaaa:0", retryFirst=NEVER, retryLimit=NEVER)
    await tab.until_state("live")
    faulty.cut()
    await tab.until_state("reconnecting")
    await faulty.append()
    await tab.dispatch(*sign)
    await tab.until_seq(1)

    assert await tab.states() == ["connecting", "live", "reconnecting", "live"]


async def test_dead_socket_is_detected_when_the_tab_becomes_visible(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = Conduct.MUTE
    await tab.begin("aaaa:0", probeWithin=50)
    await tab.until_state("live")
    faulty.websocket = Conduct.SERVES
    await tab.dispatch(*VISIBLE)
    await tab.until("() => statuses.at(-1)?.rtt !== null")

    assert faulty.transports == ["websocket", "websocket"]


async def test_live_socket_survives_the_check(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0", pingEvery=NEVER, probeWithin=2_000)
    await tab.until_state("live")
    await tab.dispatch(*VISIBLE)
    await faulty.until(lambda: len(faulty.received_of("ping")) == 2, "the question")
    await faulty.append()
    await tab.until_seq(1)

    assert faulty.transports == ["websocket"]


async def test_page_in_the_back_forward_cache_has_no_connection(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await faulty.append()
    await tab.until_seq(1)
    await tab.dispatch("window", "new PageTransitionEvent('pagehide', { persisted: true })")
    await faulty.until(lambda: faulty.open == 0, "the socket to close")
    await faulty.append()
    await tab.dispatch("window", "new PageTransitionEvent('pageshow', { persisted: true })")
    await tab.dispatch(*VISIBLE)
    await tab.until_seq(2)

    assert await tab.seqs() == [1, 2]
    assert faulty.opened == [("websocket", "aaaa:0"), ("websocket", "aaaa:1")]


async def test_browser_without_network_is_offline_and_comes_back(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await faulty.append()
    await tab.until_seq(1)
    await tab.page.context.set_offline(True)
    faulty.cut()
    await tab.until_state("offline")
    await faulty.append()
    await tab.page.context.set_offline(False)
    await tab.until_seq(2)
    await tab.until_state("live", "websocket")

    assert await tab.seqs() == [1, 2]


async def test_dead_socket_is_detected_when_the_network_is_lost(faulty: FaultyServer, tab: Tab) -> None:
    faulty.websocket = Conduct.MUTE
    await tab.begin("aaaa:0", probeWithin=50)
    await tab.until_state("live")
    await tab.page.context.set_offline(True)
    await tab.until_state("offline")

    assert await tab.states() == ["connecting", "live", "offline"]


async def test_unreadable_frame_counts_as_a_lost_connection(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await faulty.append()
    await tab.until_seq(1)
    faulty.send_text("{ not JSON")
    await faulty.append()
    await tab.until_seq(2)

    assert await tab.seqs() == [1, 2]
    assert faulty.opened == [("websocket", "aaaa:0"), ("websocket", "aaaa:1")]


async def test_tab_with_throttled_timers_still_acknowledges(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await tab.until_state("live")
    await tab.run("void (window.setTimeout = () => 0)")
    await faulty.append()
    await faulty.until(lambda: faulty.received_of("ack"), "an acknowledgement")

    assert [frame["seq"] for frame in faulty.received_of("ack")] == [1]


async def test_long_burst_is_acknowledged_every_hundred_frames(faulty: FaultyServer, tab: Tab) -> None:
    await tab.hold_time()
    await tab.begin("aaaa:0", pingEvery=NEVER, beat=NEVER)
    await tab.until_state("live")
    await faulty.append(250)
    await tab.until_seq(250)
    await faulty.until(
        lambda: len(faulty.received_of("ack")) == 2, "two acknowledgements, time standing still"
    )
    assert [frame["seq"] for frame in faulty.received_of("ack")] == [100, 200]


async def test_acknowledgements_come_once_a_second_and_only_for_news(faulty: FaultyServer, tab: Tab) -> None:
    def acks() -> list[int]:
        return [frame["seq"] for frame in faulty.received_of("ack")]

    await tab.hold_time()
    await tab.begin("aaaa:0", ackDelay=100, ackEvery=1_000, pingEvery=NEVER, beat=NEVER)
    await tab.until_state("live")
    await faulty.append(30)
    await tab.until_seq(30)
    await tab.page.clock.run_for(150)
    await faulty.until(lambda: acks() == [30], "one acknowledgement of the burst")
    await faulty.append(5)
    await tab.until_seq(35)
    await tab.page.clock.run_for(700)
    await faulty.append()
    await tab.until_seq(36)
    assert acks() == [30]
    await tab.page.clock.run_for(400)
    await faulty.until(lambda: len(acks()) == 2, "the next acknowledgement")
    await tab.page.clock.run_for(20_000)

    assert acks() == [30, 36]
