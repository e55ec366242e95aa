"""The hub in one process: joins without gap or duplicate, on a layer that works, misbehaves or is dead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers, get_channel_layer
from pytest_django.fixtures import Settings

from streaming.connection import SERVER_ERROR, TOO_SLOW, Connection, State
from streaming.cursor import Cursor
from streaming.entry import Entry
from streaming.guard import SIGN_IN_AGAIN
from streaming.hub import Hub
from streaming.layers.transport import counts
from streaming.log import append, stream_position
from streaming.models import Event, Stream
from streaming.notify import close_connections, send_live
from streaming.testing import (
    PlainProjection,
    Tab,
    UnreliableLayer,
    another_process,
    assert_exactly_once,
    open_tab,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def hub() -> AsyncIterator[None]:
    yield
    await Hub.current().close()


async def add(count: int = 1, stream: str = "s", size: int = 10) -> None:
    await sync_to_async(append)(stream, [("e", {"text": "x" * size}) for _ in range(count)])


async def add_elsewhere(count: int = 1, size: int = 10) -> None:
    """Events of another process: this one is notified through the layer only."""
    with another_process():
        await add(count, size=size)


def layer(settings: Settings, **config: Any) -> None:
    backend = "streaming.testing.UnreliableLayer"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": backend, "CONFIG": {"capacity": 10_000, **config}}}
    channel_layers.backends.clear()


async def test_tab_without_cursor_gets_events_from_now_on() -> None:
    await add(3)
    async with open_tab("s") as tab:
        assert tab.frames[0]["type"] == "established"
        await add(2)
        await tab.until(lambda tab: len(tab.events) == 2)
        assert tab.seqs == [4, 5]


async def test_tab_with_cursor_gets_missed_events_and_continues_live() -> None:
    await add(5)
    cursor = Cursor((await sync_to_async(stream_position)("s")).epoch, 2)
    async with open_tab("s", cursor) as tab:
        assert tab.seqs == [3, 4, 5]
        await add(1)
        await tab.until(lambda tab: tab.seqs[-1] == 6)
        assert_exactly_once(tab, 3, 6)


@pytest.mark.parametrize("missed", [0, 1, 200, 201, 950])
async def test_tab_catches_up_over_any_number_of_pages(missed: int) -> None:
    await add(1)
    cursor = (await sync_to_async(stream_position)("s")).cursor
    if missed:
        await add(missed)
    async with open_tab("s", cursor) as tab:
        await add(1)
        await tab.until(lambda tab: tab.seqs[-1:] == [missed + 2])
        assert_exactly_once(tab, 2, missed + 2)


async def test_tabs_that_join_during_a_storm_see_every_event_once() -> None:
    await add(1)
    start = (await sync_to_async(stream_position)("s")).cursor

    async def storm() -> None:
        for _ in range(40):
            await add(5)

    async def join_late(number: int) -> list[int]:
        for _ in range(number * 3):
            await asyncio.sleep(0)
        async with open_tab("s", start) as tab:
            await tab.until(lambda tab: tab.seqs[-1:] == [201], 30)
            return tab.seqs

    async with asyncio.TaskGroup() as group:
        group.create_task(storm())
        tabs = [group.create_task(join_late(number)) for number in range(12)]
    assert [tab.result() for tab in tabs] == [list(range(2, 202))] * 12


@pytest.mark.parametrize("kind", ["other epoch", "future", "pruned"])
async def test_unusable_cursor_leads_to_a_reset_and_then_live(kind: str) -> None:
    await add(3)
    position = await sync_to_async(stream_position)("s")
    await Stream.objects.aupdate(pruned_seq=2)
    cursor = {
        "other epoch": Cursor("0" * 8, 1),
        "future": Cursor(position.epoch, 99),
        "pruned": Cursor(position.epoch, 1),
    }[kind]
    async with open_tab("s", cursor) as tab:
        assert [frame["type"] for frame in tab.frames] == ["established", "reset"]
        assert tab.cursor == position.cursor
        await add(1)
        await tab.until(lambda tab: tab.seqs == [4])


async def test_cursor_ahead_of_this_process_is_valid(settings: Settings) -> None:
    """If notifications were lost, the page may have received more than the hub."""
    layer(settings, dead=True)
    await add_elsewhere(1)
    async with open_tab("s"):
        await add_elsewhere(2)
        cursor = (await sync_to_async(stream_position)("s")).cursor
        async with open_tab("s", cursor) as tab:
            assert [frame["type"] for frame in tab.frames] == ["established"]
            assert tab.cursor == cursor


@pytest.mark.usefixtures("quick_beat")
async def test_burst_reaches_five_tabs_complete_while_the_layer_drops_a_third(settings: Settings) -> None:
    layer(settings, drop=0.34, repeat=0.1, delay=0.1)
    tabs = [open_tab("s") for _ in range(5)]
    opened = [await tab.__aenter__() for tab in tabs]
    for _ in range(300):
        await add_elsewhere(1)
    for tab in opened:
        await tab.until(lambda tab: tab.seqs[-1:] == [300])
        assert_exactly_once(tab, 1, 300)
    unreliable = channel_layers["default"]
    assert isinstance(unreliable, UnreliableLayer)
    assert unreliable.dropped > 60
    for tab in tabs:
        await tab.__aexit__(None, None, None)


@pytest.mark.usefixtures("quick_beat")
async def test_lost_last_event_is_found_by_the_beat(settings: Settings) -> None:
    layer(settings, drop=1)
    async with open_tab("s") as tab:
        await add_elsewhere(1)
        await tab.until(lambda tab: tab.seqs == [1])
        assert counts["repaired_by_beat"] == 1


@pytest.mark.usefixtures("quick_beat")
async def test_beat_alone_converges_when_the_layer_is_dead(settings: Settings) -> None:
    layer(settings, dead=True)
    async with open_tab("s") as tab:
        await add_elsewhere(3)
        await tab.until(lambda tab: len(tab.seqs) == 3)
        assert_exactly_once(tab, 1, 3)
        assert counts["layer_errors"] > 0


@pytest.mark.usefixtures("quick_beat")
async def test_layer_that_is_reachable_again_is_joined_again(settings: Settings) -> None:
    layer(settings, dead=True)
    async with open_tab("s") as tab:
        dead = channel_layers["default"]
        assert isinstance(dead, UnreliableLayer)
        dead.dead = False
        await tab.until(lambda tab: len(tab.of_type("heartbeat")) > 2)
        settings.STREAMING = {"BEAT": 60}
        counts.clear()
        await tab.until(lambda tab: bool(tab.of_type("heartbeat")))
        await add_elsewhere(1)
        await tab.until(lambda tab: tab.seqs == [1])
        assert counts["repaired_by_beat"] == 0


@pytest.mark.usefixtures("quick_beat")
async def test_beat_does_not_read_a_stream_with_callbacks_only(settings: Settings) -> None:
    layer(settings, dead=True)
    await Hub.current().on_live("calls", lambda frame: None)
    with another_process():
        await add(1, "calls")
    async with open_tab("s") as tab:
        await tab.until(lambda tab: len(tab.of_type("heartbeat")) > 2)
    assert counts["repaired_by_beat"] == 0


@pytest.mark.usefixtures("quick_beat")
async def test_heartbeat_has_the_last_seq_and_its_interval() -> None:
    await add(2)
    async with open_tab("s") as tab:
        await tab.until(lambda tab: bool(tab.of_type("heartbeat")))
        beat = tab.of_type("heartbeat")[0]
        assert Cursor.parse(beat["id"]).seq == 2
        assert beat["data"] == {"interval": 0.05}


async def test_stream_that_becomes_idle_says_when_the_next_heartbeat_comes(settings: Settings) -> None:
    settings.STREAMING = {"BEAT": 0.05, "IDLE_BEATS": 1_000, "ACTIVE_FOR": 0.2}
    async with open_tab("s") as tab:
        await add(1)
        await tab.until(lambda tab: any(beat["data"]["interval"] == 50 for beat in tab.of_type("heartbeat")))
        intervals = [beat["data"]["interval"] for beat in tab.of_type("heartbeat")]
        assert intervals == [0.05] * (len(intervals) - 1) + [50]


@pytest.mark.usefixtures("quick_beat")
async def test_recreated_stream_resets_its_tabs() -> None:
    await add(2)
    async with open_tab("s") as tab:
        await Event.objects.all().adelete()
        await Stream.objects.all().adelete()
        await add(1)
        await tab.until(lambda tab: bool(tab.of_type("reset")))
        await add(1)
        await tab.until(lambda tab: tab.seqs == [2])


async def test_stalled_tab_is_not_queued_for_and_blocks_no_other() -> None:
    async with open_tab("s") as slow, open_tab("s") as healthy:
        slow.stall()
        for _ in range(30):
            await add(10)
        await healthy.until(lambda tab: len(tab.seqs) == 300)
        assert slow.frames[1:] == []
        assert slow.connection.state is State.CATCHING_UP
        slow.read_on()
        await slow.until(lambda tab: len(tab.seqs) == 300)
        assert_exactly_once(slow, 1, 300)


async def test_tab_that_acknowledges_gets_no_more_than_its_credit(settings: Settings) -> None:
    settings.STREAMING = {"UNACKED_FRAMES": 10}
    async with open_tab("s") as tab:
        tab.connection.acknowledged(0)
        await add(25)
        await tab.until(lambda tab: len(tab.seqs) == 10)
        assert tab.connection.state is State.WAITING
        tab.connection.acknowledged(10)
        await tab.until(lambda tab: len(tab.seqs) == 20)
        tab.connection.acknowledged(20)
        await tab.until(lambda tab: len(tab.seqs) == 25)
        assert tab.connection.state is State.LIVE
        assert_exactly_once(tab, 1, 25)


async def test_credit_is_measured_in_bytes_too(settings: Settings) -> None:
    settings.STREAMING = {"UNACKED_BYTES": 5_000}
    async with open_tab("s") as tab:
        tab.connection.acknowledged(0)
        await add(10, size=2_000)
        await tab.until(lambda tab: len(tab.seqs) == 3)
        assert tab.connection.state is State.WAITING


async def test_tab_that_never_acknowledges_again_is_closed(settings: Settings) -> None:
    settings.STREAMING = {"UNACKED_FRAMES": 5, "ACK_TIMEOUT": 0.05}
    async with open_tab("s") as tab:
        tab.connection.acknowledged(0)
        await add(6)
        await tab.until(lambda tab: tab.closed_with == TOO_SLOW)


async def test_tab_that_accepts_nothing_for_long_is_closed_and_a_slow_one_is_not(
    settings: Settings,
) -> None:
    settings.STREAMING = {"BEAT": 0.05, "IDLE_BEATS": 1, "SEND_TIMEOUT": 0.5}
    async with open_tab("s") as stalled, open_tab("s") as slow, open_tab("s") as healthy:
        stalled.stall()
        slow.stall()
        seq = 0
        while stalled.closed_with is None:
            await add()
            seq += 1
            await healthy.until(lambda tab: tab.seqs[-1:] == [seq])  # noqa: B023
            slow.read_on()
            await slow.until(lambda tab: tab.seqs[-1:] == [seq])  # noqa: B023
            slow.stall()
        assert stalled.closed_with == TOO_SLOW
        assert slow.closed_with is None
        assert_exactly_once(slow, 1, seq)


async def test_live_frames_reach_live_tabs_and_are_not_logged() -> None:
    async with open_tab("s") as tab:
        await send_live("s", "delta", {"text": "Hel"})
        await tab.until(lambda tab: bool(tab.of_type("delta")))
        assert tab.of_type("delta")[0]["data"] == {"text": "Hel"}
    assert not await Event.objects.aexists()


async def test_newest_live_frame_is_not_lost_while_an_event_is_written() -> None:
    async with open_tab("s") as tab, open_tab("s") as other:
        tab.stall()
        await add()
        for text in ("Hel", "lo"):
            await send_live("s", "delta", {"text": text})
        await other.until(lambda tab: len(tab.of_type("delta")) == 2)
        tab.read_on()
        await tab.until(lambda tab: bool(tab.of_type("delta")))
        assert tab.seqs == [1]
        assert [frame["data"]["text"] for frame in tab.of_type("delta")] == ["lo"]


async def test_live_frame_does_not_delay_a_tab_ahead_of_the_stream() -> None:
    await add()
    async with open_tab("s") as tab:
        tab.stall()
        await add()
        tab.connection.seq = 10  # its page has received more than this process
        await send_live("s", "delta", {"text": "Hel"})
        await asyncio.sleep(0.1)
        tab.read_on()
        await asyncio.sleep(0.1)
        assert tab.connection.state is State.LIVE


async def test_outdated_live_frame_is_not_sent() -> None:
    async with open_tab("s") as tab, open_tab("s") as other:
        tab.stall()
        await add()
        await send_live("s", "delta", {"text": "Hel"})
        await add()
        await other.until(lambda tab: tab.seqs == [1, 2])
        tab.read_on()
        await tab.until(lambda tab: tab.seqs == [1, 2])
        await send_live("s", "delta", {"text": "lo"})
        await tab.until(lambda tab: bool(tab.of_type("delta")))
        assert [frame["data"]["text"] for frame in tab.of_type("delta")] == ["lo"]


async def test_connections_are_closed_by_tag() -> None:
    async with open_tab("s", tag="session.1") as mine, open_tab("s", tag="session.2") as other:
        await sync_to_async(close_connections)("s", "session.1", 4401)
        await mine.until(lambda tab: tab.closed_with == 4401)
        assert other.closed_with is None


async def test_connection_that_is_closed_while_it_joins_is_sent_nothing_more() -> None:
    await add(3)
    after = Cursor((await sync_to_async(stream_position)("s")).epoch, 1)
    tab = Tab()
    connection = Connection(tab._take, tab._close, PlainProjection(), tag="session.1")
    start = await connection.find("s", after)
    await sync_to_async(close_connections)("s", "session.1", 4401)
    await tab.until(lambda tab: tab.closed_with == 4401)
    await connection.begin(start)
    await add()
    assert (tab.frames, connection.state) == ([], State.CLOSED)


async def test_500_returning_tabs_cost_one_read_of_the_events() -> None:
    await add(1)
    cursor = (await sync_to_async(stream_position)("s")).cursor
    await add(20)
    tabs = [open_tab("s", cursor) for _ in range(500)]
    opened = await asyncio.gather(*(tab.__aenter__() for tab in tabs))
    assert counts["reads"] == 1
    for tab in opened:
        assert_exactly_once(tab, 2, 21)
    for tab in tabs:
        await tab.__aexit__(None, None, None)


@pytest.mark.parametrize("followed", [False, True])
async def test_returning_tabs_that_missed_some_hundred_events_share_one_read(followed: bool) -> None:
    """Also if a connected tab has the latest events in the memory of the process."""
    await add(1)
    epoch = (await sync_to_async(stream_position)("s")).epoch
    async with AsyncExitStack() as stack:
        if followed:
            stays = await stack.enter_async_context(open_tab("s"))
            await add(600)
            await stays.until(lambda tab: len(tab.seqs) == 600)
            counts.clear()
        else:
            await add(600)
        missed = [600 - number for number in range(0, 300, 3)]
        cursors = [Cursor(epoch, 601 - number) for number in missed]
        tabs = await asyncio.gather(*(stack.enter_async_context(open_tab("s", at)) for at in cursors))
        assert counts["reads"] == 1
        for tab, cursor in zip(tabs, cursors, strict=True):
            assert_exactly_once(tab, cursor.seq + 1, 601)


async def test_tabs_that_return_during_a_storm_see_the_several_hundred_events_they_missed_once() -> None:
    await add(1)
    start = (await sync_to_async(stream_position)("s")).cursor
    await add(700)

    async def storm() -> None:
        for _ in range(40):
            await add(10)

    async def join_late(number: int) -> list[int]:
        for _ in range(number * 3):
            await asyncio.sleep(0)
        async with open_tab("s", Cursor(start.epoch, 1 + number * 40)) as tab:
            await tab.until(lambda tab: tab.seqs[-1:] == [1101], 30)
            return tab.seqs

    async with asyncio.TaskGroup() as group:
        group.create_task(storm())
        tabs = [group.create_task(join_late(number)) for number in range(12)]
    assert [tab.result() for tab in tabs] == [list(range(2 + n * 40, 1102)) for n in range(12)]


async def test_events_for_returning_tabs_are_removed_from_memory(quick_beat: None) -> None:
    await add(1)
    start = (await sync_to_async(stream_position)("s")).cursor
    async with open_tab("s") as stays:
        await add(600)
        await stays.until(lambda tab: len(tab.seqs) == 600)
        counts.clear()
        async with open_tab("s", start):
            assert counts["reads"] == 1
        beats = len(stays.of_type("heartbeat"))
        await stays.until(lambda tab: len(tab.of_type("heartbeat")) >= beats + 3)
        async with open_tab("s", start) as tab:
            assert_exactly_once(tab, 2, 601)
        assert counts["reads"] == 2


async def test_tab_that_leaves_while_its_stream_opens_harms_no_other() -> None:
    await add(5)
    position = await sync_to_async(stream_position)("s")
    leaving = asyncio.create_task(open_tab("s", position.cursor).__aenter__())
    await asyncio.sleep(0)
    assert len(Hub.current().followed_streams) == 1
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    async with open_tab("s", position.cursor) as one, open_tab("s", position.cursor) as two:
        await send_live("s", "delta", {})
        await add(1)
        for tab in (one, two):
            await tab.until(lambda tab: tab.seqs == [6])
            assert tab.of_type("reset") == []


async def test_hub_forgets_streams_that_nobody_follows() -> None:
    for _ in range(20):
        async with open_tab("s"), open_tab("t"):
            assert len(Hub.current().followed_streams) == 2
    assert Hub.current().followed_streams == []
    async with open_tab("s") as tab:
        await add(1)
        await tab.until(lambda tab: tab.seqs == [1])


async def test_large_batch_of_another_process_is_read_from_the_log(settings: Settings) -> None:
    layer(settings)
    settings.STREAMING = {"INLINE_BYTES": 100}
    async with open_tab("s") as tab:
        await add_elsewhere(3, size=200)
        await tab.until(lambda tab: len(tab.seqs) == 3)
        assert counts["reads"] == 1


@pytest.mark.parametrize(
    "message",
    [
        pytest.param({"type": "stream.announce"}, id="incomplete"),
        pytest.param({"type": "stream.live", "payload": "no JSON"}, id="no JSON"),
        pytest.param({"type": "stream.live", "payload": "{}"}, id="no frame"),
        pytest.param({"type": "stream.of_a_later_version"}, id="unknown"),
    ],
)
async def test_malformed_message_is_ignored(settings: Settings, message: dict[str, Any]) -> None:
    layer(settings)
    async with open_tab("s") as tab:
        await get_channel_layer().group_send("stream.s", {"stream": "s", **message})
        await add(1)
        await tab.until(lambda tab: tab.seqs == [1], 3)
        assert (counts["malformed"], counts["repaired_by_beat"]) == (1, 0)


@pytest.mark.parametrize("payload", ["no JSON", "[]", "[1]"])
async def test_malformed_events_in_a_notification_are_read_from_the_log(
    settings: Settings, payload: str
) -> None:
    layer(settings)
    async with open_tab("s") as tab:
        unreliable = channel_layers["default"]
        assert isinstance(unreliable, UnreliableLayer)
        unreliable.dead = True
        await add_elsewhere(2)
        unreliable.dead = False
        committed = {
            "type": "stream.announce",
            "stream": "s",
            "epoch": tab.cursor.epoch,
            "first": 1,
            "last": 2,
        }
        await unreliable.group_send("stream.s", {**committed, "payload": payload})
        await tab.until(lambda tab: tab.seqs == [1, 2], 3)
        assert counts["repaired_by_beat"] == 0


class BrokenProjection(PlainProjection):
    """Cannot show events of one kind."""

    def event(self, entry: Entry) -> str:
        if entry.type == "broken":
            raise RuntimeError("A mistake of the application.")
        return super().event(entry)


@pytest.mark.parametrize("count", [1, 2])
async def test_error_of_a_projection_closes_its_own_connection_only(count: int) -> None:
    async with open_tab("s", projection=BrokenProjection()) as broken, open_tab("s") as other:
        await sync_to_async(append)("s", [("broken", {})] * count)
        await broken.until(lambda tab: tab.closed_with == SERVER_ERROR)
        await add()
        await other.until(lambda tab: len(tab.seqs) == count + 1)
        assert broken.seqs == []


class BrokenGuard:
    """Breaks once its connection is open."""

    asked = 0

    @classmethod
    def still_valid(cls, guards: Collection[BrokenGuard]) -> set[BrokenGuard]:
        cls.asked += 1
        if cls.asked > 1:
            raise RuntimeError("A mistake of the application.")
        return set(guards)


class EndedGuard:
    """A right that has ended since it was checked."""

    @classmethod
    def still_valid(cls, guards: Collection[EndedGuard]) -> set[EndedGuard]:
        return set()


async def test_client_that_lost_the_right_while_joining_is_closed_without_events() -> None:
    await add(3)
    cursor = Cursor((await sync_to_async(stream_position)("s")).epoch, 1)
    async with open_tab("s", cursor, guard=EndedGuard()) as tab:
        await tab.until(lambda tab: tab.closed_with == SIGN_IN_AGAIN)
        assert tab.frames == []
        assert Hub.current().followed_streams == []


@pytest.mark.usefixtures("quick_beat")
async def test_beat_continues_after_an_error_of_the_application(settings: Settings) -> None:
    layer(settings, drop=1)
    async with open_tab("s", guard=BrokenGuard()) as tab:
        for seq in (1, 2):
            beats = len(tab.of_type("heartbeat"))
            await add_elsewhere(1)
            await tab.until(lambda tab, seq=seq: tab.seqs[-1:] == [seq])
            await tab.until(lambda tab, beats=beats: len(tab.of_type("heartbeat")) > beats)


@pytest.mark.usefixtures("quick_beat")
async def test_deleted_stream_is_not_recreated_by_its_tabs() -> None:
    await add(2)
    async with open_tab("s") as tab:
        await Event.objects.all().adelete()
        await Stream.objects.all().adelete()
        await tab.until(lambda tab: bool(tab.of_type("reset")))
        beats = len(tab.of_type("heartbeat"))
        await tab.until(lambda tab: len(tab.of_type("heartbeat")) > beats + 1)
        assert not await Stream.objects.aexists()
        assert len(tab.of_type("reset")) == 1
        await add(1)
        await tab.until(lambda tab: len(tab.of_type("reset")) == 2)
        await add(1)
        await tab.until(lambda tab: tab.seqs == [2])
