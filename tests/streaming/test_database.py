"""Queries in threads: many at once share one connection a thread, and none stays open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db.backends.signals import connection_created

from streaming.database import DatabaseThreads
from streaming.log import stream_positions
from tests.services.wait import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def threads() -> Iterator[DatabaseThreads]:
    threads = DatabaseThreads(4)
    yield threads
    threads.close()


@pytest.fixture
def opened() -> Iterator[list[Any]]:
    """The connections that were opened, kept to check whether they are still open."""
    connections: list[Any] = []

    def note(*, connection: Any, **_: Any) -> None:
        connections.append(connection)

    connection_created.connect(note)
    yield connections
    connection_created.disconnect(note)


async def until_none_is_open(opened: list[Any]) -> None:
    async def is_none_open() -> bool:
        return all(one.connection is None for one in opened)

    await until(is_none_open, "the end of each thread's last call")


async def test_many_queries_at_once_share_a_few_connections_and_leave_none(
    threads: DatabaseThreads, opened: list[Any]
) -> None:
    released = threading.Event()
    running = [asyncio.create_task(threads.call(released.wait, 10)) for _ in range(4)]
    waiting = [asyncio.create_task(threads.call(stream_positions, ["s"])) for _ in range(100)]
    await asyncio.sleep(0)
    released.set()
    await asyncio.gather(*running, *waiting)
    assert len(opened) == 4
    await until_none_is_open(opened)


async def test_query_that_is_cancelled_before_it_runs_leaves_no_connection(
    threads: DatabaseThreads, opened: list[Any]
) -> None:
    released = threading.Event()

    def wait() -> None:
        stream_positions(["s"])
        released.wait(10)

    running = [asyncio.create_task(threads.call(wait)) for _ in range(4)]
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(threads.call(stream_positions, ["s"])) for _ in range(4)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    released.set()
    for task in waiting:
        with suppress(asyncio.CancelledError):
            await task
    await asyncio.gather(*running)
    await until_none_is_open(opened)
