from __future__ import annotations

import pytest

from tests.services.browser import Watch
from tests.streaming.client.faulty_server import Conduct, FaultyServer
from tests.streaming.client.tab import Tab


async def test_stream_delivers_missed_then_new_events(faulty: FaultyServer, tab: Tab) -> None:
    await faulty.append(4)
    await tab.begin("aaaa:2")
    await tab.until_seq(4)
    await faulty.append(2)
    await tab.until_seq(6)

    assert await tab.seqs() == [3, 4, 5, 6]
    assert await tab.cursor() == "aaaa:6"
    assert faulty.opened == [("websocket", "aaaa:2")]


async def test_stream_without_cursor_starts_now(faulty: FaultyServer, tab: Tab) -> None:
    await faulty.append(3)
    await tab.begin()
    await tab.until_state("live")
    assert await tab.cursor() == "aaaa:3"
    await faulty.append()
    await tab.until_seq(4)

    assert await tab.seqs() == [4]


async def test_event_is_delivered_completely_and_the_cursor_is_its_id(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await tab.run("void (disturb = () => { window.cursorWithin = stream.cursor; })")
    (event,) = await faulty.append()
    await tab.until_seq(1)

    assert await tab.run("events[0]") == event
    assert await tab.run("cursorWithin") == event["id"] == "aaaa:1"


async def test_duplicates_are_dropped(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await tab.until_state("live")
    first, second = await faulty.append(2)
    faulty.send(second, first, second)
    await faulty.append()
    await tab.until_seq(3)

    assert await tab.seqs() == [1, 2, 3]
    assert len(faulty.opened) == 1


async def test_gap_is_filled_by_another_request(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await tab.until_state("live")
    await faulty.append()
    await faulty.append(notify=False)
    await faulty.append()
    await tab.until_seq(3)

    assert await tab.seqs() == [1, 2, 3]
    assert faulty.opened == [("websocket", "aaaa:0"), ("websocket", "aaaa:1")]


async def test_reordered_events_are_delivered_in_order(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await tab.until_state("live")
    events = await faulty.append(5, notify=False)
    faulty.send(events[1], events[0], events[4], events[2], events[3])
    await tab.until_seq(5)

    assert await tab.seqs() == [1, 2, 3, 4, 5]


async def test_lost_last_event_is_found_by_the_heartbeat(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await tab.until_state("live")
    await faulty.append(2)
    await faulty.append(notify=False)
    faulty.heartbeat()
    await tab.until_seq(3)

    assert await tab.seqs() == [1, 2, 3]
    assert faulty.opened[1:] == [("websocket", "aaaa:2")]


async def test_heartbeat_ahead_of_its_events_is_not_a_loss(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0", lostAfter=2_000)
    await tab.until_state("live")
    events = await faulty.append(2, notify=False)
    faulty.heartbeat()
    faulty.send(*events)
    await tab.until_seq(2)

    assert await tab.seqs() == [1, 2]
    assert len(faulty.opened) == 1


async def test_slow_catching_up_is_not_a_loss(faulty: FaultyServer, tab: Tab) -> None:
    await tab.hold_time()
    await tab.begin("aaaa:0", lostAfter=1_000)
    await tab.until_state("live")
    events = await faulty.append(3, notify=False)
    faulty.heartbeat()
    for event in events:
        faulty.send(event)
        await tab.until_seq(event["seq"])
        await tab.page.clock.run_for(900)

    assert len(faulty.opened) == 1


async def test_live_frames_are_delivered_and_control_frames_are_not(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await tab.until("() => statuses.at(-1)?.rtt !== null")
    await faulty.append()
    faulty.heartbeat()
    delta = {"event_type": "message_delta", "seq": None, "id": None, "result": {"offset": 0, "text": "Hi"}}
    faulty.send(delta, delta)
    await faulty.append()
    await tab.until_seq(2)

    types = await tab.run("events.map((frame) => frame.event_type)")
    assert types == ["task_created", "message_delta", "message_delta", "task_created"]
    assert await tab.cursor() == "aaaa:2"


async def test_unusable_cursor_leads_to_a_reset(faulty: FaultyServer, tab: Tab) -> None:
    for seq, useless in enumerate(["zzzz:1", "zzzz:0", "aaaa:99", "no cursor"], start=1):
        await tab.begin(useless)
        await tab.until("() => resets.length > 0")
        assert await tab.cursor() == f"aaaa:{seq - 1}"
        await faulty.append()
        await tab.until_seq(seq)

        assert await tab.run("resets.map(({ id }) => id)") == [f"aaaa:{seq - 1}"]
        assert await tab.seqs() == [seq]


async def test_event_of_another_epoch_is_a_reset(faulty: FaultyServer, tab: Tab) -> None:
    await tab.begin("aaaa:0")
    await tab.until_state("live")
    await faulty.append(3)
    faulty.recreate("bbbb")
    await faulty.append(2)
    await tab.until_seq(2)
    await tab.until("() => stream.cursor === 'bbbb:2'")

    (reset,) = await tab.run("resets")
    assert (reset["event_type"], reset["id"]) == ("stream_reset", "bbbb:1")
    assert await tab.run("events.map(({ id }) => id)") == ["aaaa:1", "aaaa:2", "aaaa:3", "bbbb:2"]


async def test_error_in_the_page_is_reported_and_the_stream_continues(
    faulty: FaultyServer, tab: Tab, watch: Watch
) -> None:
    watch.expect("the page is broken")
    errors: list[str] = []
    tab.page.on("pageerror", lambda error: errors.append(error.message))
    await tab.begin("aaaa:0")
    await tab.run("void (disturb = ({ seq }) => { if (seq === 2) throw new Error('the page is broken'); })")
    await faulty.append(3)
    await tab.until_seq(3)

    assert await tab.seqs() == [1, 2, 3]
    assert errors == ["the page is broken"]
    assert len(faulty.opened) == 1


@pytest.mark.parametrize("transport", ["websocket", "poll"])
async def test_stop_during_an_event_takes_effect_at_once(
    faulty: FaultyServer, tab: Tab, transport: str
) -> None:
    if transport == "poll":
        faulty.websocket = faulty.sse = Conduct.REFUSES
    await tab.begin("aaaa:0")
    await tab.until("(transport) => statuses.at(-1)?.transport === transport", transport)
    await tab.run("void (disturb = ({ seq }) => { if (seq === 2) stream.stop(); })")
    await faulty.append(4)
    await tab.until_seq(2)
    assert await tab.seqs() == [1, 2]
    await tab.run("disturb = null")
    await tab.run("stream.start()")
    await tab.until_seq(4)

    assert await tab.seqs() == [1, 2, 3, 4]
