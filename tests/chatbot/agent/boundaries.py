"""The boundaries of the transactions of an attempt, at which a test can intervene.

They are found in Django itself, so that no commit of an attempt can be missed, whatever function makes it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.transaction import Atomic

from chatbot.models import Run, User


class Killed(BaseException):
    """The process is gone: nothing that it does from now on has an effect."""


class Boundaries:
    """Calls `at` at boundary number `stop` (from 0, two a transaction), and counts those that were passed."""

    def __init__(self, stop: int, at: Callable[[], None]) -> None:
        self.passed = 0
        self._stop = stop
        self._at = at
        self._lock = threading.Lock()
        self._here = threading.local()

    @property
    def reached(self) -> bool:
        return self.passed > self._stop

    @contextmanager
    def watched(self) -> Iterator[None]:
        enter, leave = Atomic.__enter__, Atomic.__exit__

        def entered(block: Atomic) -> None:
            if self.counts(block):
                self._pass()
            enter(block)

        def left(block: Atomic, *raised: Any) -> None:
            leave(block, *raised)
            if raised == (None, None, None) and self.counts(block):
                self._pass()

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Atomic, "__enter__", entered)
            patched.setattr(Atomic, "__exit__", left)
            yield

    def counts(self, block: Atomic) -> bool:
        """Whether a block that is about to start, or has ended, is a boundary: not within another one."""
        return not transaction.get_connection(block.using).in_atomic_block

    def _pass(self) -> None:
        if getattr(self._here, "is_stepping_in", False):
            return
        with self._lock:
            self.passed += 1
            number = self.passed - 1
        self._here.is_stepping_in = True
        try:
            self.step_in(number)
        finally:
            self._here.is_stepping_in = False

    def step_in(self, number: int) -> None:
        if number == self._stop:
            self._at()


async def fewest(owner: User) -> int:
    """The minimum number of boundaries of the last run in a chat: its turns and
    calls each commit something."""
    run = await Run.objects.filter(owner=owner, purpose=Run.Purpose.CHAT).alatest("created_at")
    return 2 * (await run.turns.acount() + await run.tool_calls.acount())


async def attempt(watched: Boundaries, execution: Coroutine[Any, Any, None]) -> bool:
    """Execute an attempt as far as possible; returns whether it reached the boundary."""
    with watched.watched():
        task = asyncio.create_task(execution)
        await asyncio.wait([task])
        task.exception()
    return watched.reached


class Crash(Boundaries):
    """Kills the attempt at a boundary, and at each one after it."""

    def __init__(self, stop: int) -> None:
        super().__init__(stop, lambda: None)

    def step_in(self, number: int) -> None:
        if self.reached:
            raise Killed


class CrashWithin(Crash):
    """The same, also at the blocks within a transaction."""

    def counts(self, block: Atomic) -> bool:
        return True


class CrashOnce(Crash):
    """Kills the attempt at the first boundary at which the condition holds."""

    def __init__(self, condition: Callable[[], object]) -> None:
        super().__init__(0)
        self._condition = condition
        self._holds = False

    @property
    def reached(self) -> bool:
        return self._holds

    def step_in(self, number: int) -> None:
        self._holds = self._holds or bool(self._condition())
        super().step_in(number)
