from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import psutil

from tests.services.wait import wait_until

# The kernel ends the program even if the tests themselves are killed.
_ORPHANS_END = ["setpriv", "--pdeathsig", "KILL", "--"] if shutil.which("setpriv") else []


class Child(Protocol):
    """The part of `subprocess.Popen` that is used."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


class Process:
    """A program in the background, in a session of its own, so that Ctrl-C only reaches the tests.

    Start it from the main thread: the kernel takes the end of the thread that started it for the
    end of the tests.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.argv = list(argv)
        self.log = log
        self._env = env
        self._cwd = cwd
        self._identity = identity(user)
        self._stop_signal = stop_signal
        self._child: Child | None = None

    @property
    def pid(self) -> int:
        if self._child is None:
            raise RuntimeError(f"{self.argv[0]} was never started")
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        if self.running:
            raise RuntimeError(f"{self.argv[0]} is running already")
        self._child = self._launch()

    def _launch(self) -> Child:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                [*_ORPHANS_END, *self.argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,
                **self._identity,
            )

    def wait_ready(self, is_ready: Callable[[], object], *, timeout: float = 60) -> None:
        """Wait until the program answers; raise, with its log, if it ends or hangs instead."""

        def ready_or_ended() -> bool:
            return not self.running or bool(is_ready())

        try:
            wait_until(ready_or_ended, f"{self.argv[0]} to answer", timeout=timeout)
        except TimeoutError as error:
            self.kill()
            raise RuntimeError(f"{error}; its log:\n{self.log_text()}") from error
        if not self.running:
            raise RuntimeError(f"{self.argv[0]} ended at once; its log:\n{self.log_text()}")

    def restart(self) -> None:
        self.stop()
        self.start()

    def revive(self) -> None:
        """Undo what a test did: resume the program if it is paused, start it if it ended."""
        self.cont()
        if not self.running:
            self.start()

    def stop(self, timeout: float = 10) -> None:
        """Ask the program to end; kill it if it does not in time."""
        self.cont()
        self._signal(self._stop_signal)
        if self._child is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout)
        self.kill()

    def wait(self, timeout: float = 20) -> int:
        """Wait until the program has ended by itself. Return its code."""
        if self._child is None:
            raise RuntimeError(f"{self.argv[0]} was never started")
        return self._child.wait(timeout)

    def kill(self) -> None:
        """End the program and the ones that it started, as a crash would; return when they have ended.

        Those of PostgreSQL have sessions of their own, and keep its memory as long as they run.
        """
        if self._child is not None:
            started = descendants(self._child.pid)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
            for process in started:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            wait_until(lambda: all(map(has_ended, started)), f"what {self.argv[0]} started to end")

    def pause(self) -> None:
        """Pause the program: its sockets stay open, but it does not answer."""
        self._signal(signal.SIGSTOP)

    def cont(self) -> None:
        self._signal(signal.SIGCONT)

    def log_text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _signal(self, number: signal.Signals) -> None:
        if self.running:
            os.killpg(self.pid, number)


def descendants(pid: int) -> list[psutil.Process]:
    """Return what the program has started, and what these have; nothing if it has ended."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def has_ended(process: psutil.Process) -> bool:
    """Whether it runs no more. (Its entry may stay until its parent looks.)"""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def identity(user: str | None) -> dict[str, Any]:
    """Return the arguments with which `subprocess` runs a program as this user, without the
    groups of the tests."""
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
