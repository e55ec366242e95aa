"""Several workers under one process: a dead one is replaced, and none is left behind."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.background.processes import default_processes
from tests.services.process import Process
from tests.services.wait import wait_until
from tests.services.web_server import ROOT

# Stands in for a worker: logs its start, and how it ends.
WORKER = """
import os, signal, sys

def say(what):
    os.write(1, f"{what} {os.getpid()}\\n".encode())  # at once: others write there, too

def drain(number, frame):
    say("drained")
    sys.exit()

signal.signal(signal.SIGTERM, drain)
say("began")
sys.stdin.read()
say("input ended")
"""
COMMAND = f"""
import asyncio, sys
from chatbot.background.processes import Processes
asyncio.run(Processes([[sys.executable, "-c", {WORKER!r}]] * 2).run())
"""


class Command(Process):
    def pids(self, said: str) -> list[int]:
        """The workers that printed this, in order."""
        lines = [line.rpartition(" ") for line in self.log_text().splitlines()]
        return [int(pid) for what, _, pid in lines if what == said]

    def wait_for(self, said: str, times: int) -> list[int]:
        wait_until(lambda: len(self.pids(said)) == times, f"{times} times {said}", timeout=60)
        return self.pids(said)


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    command = Command([sys.executable, "-c", COMMAND], log=tmp_path / "log", cwd=ROOT)
    command.start()
    yield command
    command.kill()


def test_all_workers_end_with_the_main_process(command: Command) -> None:
    started = command.wait_for("began", 2)
    os.kill(command.pid, signal.SIGTERM)
    assert command.wait() == 0
    assert sorted(command.pids("drained")) == sorted(started)


def test_a_worker_that_dies_is_replaced(command: Command) -> None:
    first, second = command.wait_for("began", 2)
    os.kill(first, signal.SIGKILL)
    *_, third = command.wait_for("began", 3)
    os.kill(command.pid, signal.SIGTERM)
    assert command.wait() == 0
    assert sorted(command.pids("drained")) == sorted([second, third])


def test_workers_end_with_the_process_that_started_them(command: Command) -> None:
    started = command.wait_for("began", 2)
    os.kill(command.pid, signal.SIGKILL)
    assert sorted(command.wait_for("input ended", 2)) == sorted(started)


def test_there_are_as_many_as_cores() -> None:
    assert default_processes() == len(os.sched_getaffinity(0))
