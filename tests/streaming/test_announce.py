"""Announcements that are made aside: who commits goes on meanwhile, and nothing is left unsaid."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from streaming import announce
from streaming.announce import notifying_here
from streaming.log import append
from streaming.testing import open_tab

pytestmark = pytest.mark.django_db(transaction=True)


async def test_who_commits_does_not_wait_and_leaving_does(monkeypatch: pytest.MonkeyPatch) -> None:
    heard, let_go = [], asyncio.Event()

    async def notify_slowly(stream: str, message: dict[str, Any]) -> None:
        await let_go.wait()
        heard.append(message["first"])

    monkeypatch.setattr(announce, "notify", notify_slowly)

    async def write_on() -> None:
        async with notifying_here():
            for n in range(3):
                await sync_to_async(append)("a", [("one", {"n": n})])
            written.set()

    written = asyncio.Event()
    writing = asyncio.create_task(write_on())
    await asyncio.wait_for(written.wait(), 10)
    await asyncio.sleep(0)
    assert heard == []
    assert not writing.done()
    let_go.set()
    await asyncio.wait_for(writing, 10)
    assert heard == [1, 2, 3]


async def test_tabs_hear_what_is_announced_aside() -> None:
    async with open_tab("a") as tab:
        async with notifying_here():
            await asyncio.gather(*(sync_to_async(append)("a", [("one", {"n": n})]) for n in range(20)))
        await tab.until(lambda tab: len(tab.seqs) == 20)
        assert tab.seqs == list(range(1, 21))


async def test_outside_of_it_who_commits_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []

    async def notify(stream: str, message: dict[str, Any]) -> None:
        await asyncio.sleep(0.01)
        heard.append(message["first"])

    monkeypatch.setattr(announce, "notify", notify)
    await sync_to_async(append)("a", [("one", {})])
    assert heard == [1]
