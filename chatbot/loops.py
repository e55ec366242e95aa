"""Event loops: one that a process serves people on, and a second that agents work on.

To read what models write keeps a loop busy. The first stays free for tabs, jobs and announcements.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from functools import cache
from typing import Any


def new_event_loop() -> asyncio.AbstractEventLoop:
    """uvloop's, where there is one, as uvicorn does: a busy process answers sooner."""
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def on_second_loop[T](work: Coroutine[Any, Any, T]) -> T:
    """Await work that is done on the process's second loop.

    Cancelled, it cancels the work and waits until that has come to its end, as if it were awaited here.
    """
    here, there = asyncio.get_running_loop(), _second_loop()
    done: asyncio.Future[T] = here.create_future()
    tasks: list[asyncio.Task[T]] = []

    def start() -> None:
        task = there.create_task(work)
        tasks.append(task)
        task.add_done_callback(lambda task: here.call_soon_threadsafe(_pass_on, task, done))

    def cancel() -> None:
        tasks[0].cancel()

    there.call_soon_threadsafe(start)
    while not done.done():
        try:
            await asyncio.wait([done])
        except asyncio.CancelledError:
            there.call_soon_threadsafe(cancel)
    return done.result()


def _pass_on[T](task: asyncio.Task[T], done: asyncio.Future[T]) -> None:
    if task.cancelled():
        done.cancel()
    elif (error := task.exception()) is not None:
        done.set_exception(error)
    else:
        done.set_result(task.result())


@cache
def _second_loop() -> asyncio.AbstractEventLoop:
    loop = new_event_loop()
    threading.Thread(target=loop.run_forever, name="second loop", daemon=True).start()
    return loop
