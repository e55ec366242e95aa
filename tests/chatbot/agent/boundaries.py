"""The moments before and after each step that an attempt takes on the database, at which a test steps in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from django.utils.module_loading import import_string

# Every function through which an attempt writes, under the name by which it is called.
STEPS = (
    "chatbot.agent.journal.begin_turn",
    "chatbot.agent.journal.record_turn",
    "chatbot.agent.reply.save_text",
    "chatbot.domain.journal.approvals.request_approval",
    "chatbot.domain.runs.endings.cancel",
    "chatbot.domain.runs.endings.fail",
    "chatbot.domain.runs.endings.succeed",
    "chatbot.domain.journal.tool_calls.fail",
    "chatbot.domain.journal.tool_calls.perform",
    "chatbot.domain.journal.tool_calls.reach_out",
    "chatbot.domain.journal.tool_calls.start",
)
# What follows for a plan is one transaction: a crash within leaves nothing of it.
PLAN_STEPS = (
    "chatbot.domain.plans.advance.ask_planner_again",
    "chatbot.domain.plans.advance.ask_summary",
    "chatbot.domain.plans.advance.send_agent_message",
    "chatbot.domain.plans.advance.send_plan_update",
    "chatbot.domain.plans.advance.send_step_update",
    "chatbot.domain.plans.advance.set_steps",
    "chatbot.domain.plans.advance.settle",
    "chatbot.domain.plans.advance.start_step",
    "chatbot.domain.plans.settling.send_agent_message",
    "chatbot.domain.plans.settling.send_step_update",
    "chatbot.jobs.advance",
)


class Killed(BaseException):
    """The process is gone: nothing that it goes on to do has an effect."""


class Boundaries:
    """Calls `at` at boundary number `stop` (from 0, two a step); counts and names those that were passed."""

    def __init__(self, stop: int, at: Callable[[], None], steps: Sequence[str] = STEPS) -> None:
        self.passed: list[str] = []
        self._steps = steps
        self._stop = stop
        self._at = at
        self._lock = threading.Lock()

    @property
    def reached(self) -> bool:
        return len(self.passed) > self._stop

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for path in self._steps:
            monkeypatch.setattr(path, self._wrapped(path.rpartition(".")[2], import_string(path)))

    def _wrapped(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            self._pass(f"before {name}")
            result = step(*args, **kwargs)
            self._pass(f"after {name}")
            return result

        return wrapped

    def _pass(self, boundary: str) -> None:
        with self._lock:
            self.passed.append(boundary)
            reached = len(self.passed) == self._stop + 1
        if reached:
            self._at()


async def attempt(watched: Boundaries, execution: Coroutine[Any, Any, None]) -> bool:
    """Let an attempt go as far as it comes; whether that was the boundary."""
    with pytest.MonkeyPatch.context() as patched:
        watched.watch(patched)
        task = asyncio.create_task(execution)
        await asyncio.wait([task])
        task.exception()
    return watched.reached


class Crash(Boundaries):
    """Kills the attempt at a boundary."""

    def __init__(self, stop: int, steps: Sequence[str] = STEPS) -> None:
        super().__init__(stop, lambda: None, steps)

    def _pass(self, boundary: str) -> None:
        super()._pass(boundary)
        if self.reached:
            raise Killed(boundary)


class CrashAfter(Crash):
    """Kills the attempt after the first call of a step."""

    def __init__(self, step: str) -> None:
        super().__init__(-1)
        self._after = f"after {step}"

    @property
    def reached(self) -> bool:
        return self._after in self.passed

    def _pass(self, boundary: str) -> None:
        self.passed.append(boundary)
        if self.reached:
            raise Killed(boundary)
