"""Events of this process: notified directly and through the layer, in the order of their commits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from django.db import transaction
from pytest_django.fixtures import Settings

from streaming.database import query
from streaming.hub import Hub
from streaming.layers.transport import counts
from streaming.log import append, stream_position
from streaming.notify import send_live
from streaming.testing import another_process, assert_exactly_once, open_tab
from tests.services.wait import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def hub() -> AsyncIterator[None]:
    yield
    await Hub.current().close()


@pytest.fixture(params=[False, True], ids=["layer", "dead layer"])
def shared_layer(settings: Settings, request: pytest.FixtureRequest) -> None:
    """A layer that reaches other processes, or none; the beat is too slow to help."""
    config = {"capacity": 10_000, "dead": request.param}
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "streaming.testing.UnreliableLayer", "CONFIG": config}}
    settings.STREAMING = {"BEAT": 60}
    channel_layers.backends.clear()


async def add(count: int = 1) -> None:
    await sync_to_async(append)("s", [("e", {}) for _ in range(count)])


async def test_an_event_that_the_layer_brings_too_is_sent_once(settings: Settings) -> None:
    backend = "streaming.testing.UnreliableLayer"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": backend, "CONFIG": {"capacity": 10_000, "repeat": 1}}}
    channel_layers.backends.clear()
    async with open_tab("s") as tab:
        for _ in range(3):
            await add()
            await send_live("s", "delta", {})
        with another_process():
            await send_live("s", "end", {})
        await tab.until(lambda tab: len(tab.of_type("end")) == 2)
        assert [frame["type"] for frame in tab.frames[1:]] == ["e", "delta"] * 3 + ["end", "end"]
        assert_exactly_once(tab, 1, 3)


@pytest.mark.usefixtures("shared_layer")
async def test_a_process_delivers_its_own_events_without_the_layer() -> None:
    async with open_tab("s") as tab:
        await add()
        await send_live("s", "delta", {})
        await tab.until(lambda tab: bool(tab.of_type("delta")))
        assert tab.seqs == [1]
        assert counts["reads"] == 0


async def test_a_rolled_back_transaction_delivers_nothing() -> None:
    def fail() -> None:
        with transaction.atomic():
            append("s", [("lost", {})])
            transaction.set_rollback(True)

    async with open_tab("s") as tab:
        await sync_to_async(fail)()
        await add()
        await tab.until(lambda tab: bool(tab.seqs))
        assert [frame["type"] for frame in tab.events] == ["e"]


@pytest.fixture
def patient(settings: Settings) -> None:
    settings.STREAMING = {"BEAT": 60, "GAP_WAIT": 60}


@pytest.mark.usefixtures("patient")
async def test_an_event_that_has_overtaken_another_waits_for_it_without_a_read() -> None:
    may_announce = threading.Event()

    def commit_first() -> None:
        with transaction.atomic():
            transaction.on_commit(lambda: may_announce.wait(10))
            append("s", [("e", {})])

    async def is_committed() -> bool:
        return (await query(stream_position, "s")).last == 1

    async with open_tab("s") as tab, open_tab("s") as other:
        first = asyncio.create_task(query(commit_first))
        await until(is_committed, "the first commit")
        await query(append, "s", [("e", {}), ("e", {})])
        await query(append, "s", [("e", {})])
        await send_live("s", "delta", {})
        await other.until(lambda tab: bool(tab.of_type("delta")))
        assert tab.seqs == other.seqs == []
        may_announce.set()
        await first
        await tab.until(lambda tab: len(tab.seqs) == 4)
        assert_exactly_once(tab, 1, 4)
        assert counts["reads"] == 0


@pytest.mark.usefixtures("patient")
async def test_concurrent_commits_are_delivered_in_order_without_reads() -> None:
    async with open_tab("s") as tab:
        await asyncio.gather(*(query(append, "s", [("e", {})]) for _ in range(100)))
        await tab.until(lambda tab: len(tab.seqs) == 100)
        assert_exactly_once(tab, 1, 100)
        assert counts["reads"] == 0


async def test_an_event_whose_predecessor_is_never_notified_is_read_soon(settings: Settings) -> None:
    settings.STREAMING = {"BEAT": 60}
    async with open_tab("s") as tab:
        with another_process():
            await add()  # its notification goes nowhere
        await add()
        await add()
        await tab.until(lambda tab: len(tab.seqs) == 3)
        assert_exactly_once(tab, 1, 3)
        assert counts["reads"] == 1
