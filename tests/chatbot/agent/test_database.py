from __future__ import annotations

import asyncio
import gc
from threading import Event

import pytest

from chatbot.agent.database import close_threads, database


async def test_a_call_that_is_cancelled_is_waited_for_and_its_error_is_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    entered, released = Event(), Event()

    def fail() -> None:
        entered.set()
        released.wait(30)
        raise ValueError

    task = asyncio.create_task(database(fail))
    await asyncio.to_thread(entered.wait, 30)
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    released.set()
    await asyncio.wait({task})
    assert task.cancelled()
    del task
    close_threads()
    gc.collect()
    assert [record.message for record in caplog.records if record.name == "asyncio"] == []
