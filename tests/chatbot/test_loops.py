"""The second event loop of a process: work on it can be awaited from the first, and does not block it."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from chatbot.loops import on_second_loop

word: ContextVar[str] = ContextVar("word", default="")


async def thread() -> threading.Thread:
    return threading.current_thread()


async def test_there_is_one_second_loop_in_a_thread_of_its_own() -> None:
    one, other = await asyncio.gather(on_second_loop(thread()), on_second_loop(thread()))
    assert one is other
    assert one is not threading.current_thread()
    assert one.daemon  # whoever waits for nothing any more can leave


async def test_first_loop_continues_while_the_second_is_busy() -> None:
    let_go = threading.Event()

    async def keep_busy() -> bool:
        return let_go.wait(10)

    work = asyncio.create_task(on_second_loop(keep_busy()))
    await asyncio.sleep(0)
    let_go.set()  # by this loop: were it the one that is held up, nobody would
    assert await work


async def test_what_is_raised_there_is_raised_here() -> None:
    async def fail() -> None:
        raise LookupError("over there")

    with pytest.raises(LookupError, match="over there"):
        await on_second_loop(fail())


async def test_context_goes_along() -> None:
    async def say() -> str:
        return word.get()

    word.set("hello")
    assert await on_second_loop(say()) == "hello"


async def test_cancelled_it_waits_until_the_work_has_come_to_its_end() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Future()
        finally:
            await asyncio.sleep(0.05)
            ended.set()

    waiting = asyncio.create_task(on_second_loop(work()))
    assert await asyncio.to_thread(begun.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended.is_set()


async def test_cancelled_at_once_it_ends() -> None:
    async def never() -> None:
        await asyncio.Future()

    waiting = asyncio.create_task(on_second_loop(never()))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
