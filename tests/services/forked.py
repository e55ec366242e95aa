"""Processes of `python` that start in less than half of the time: forked from one that has
imported the large libraries.

Of the project, only what reads no settings is imported there. Otherwise the processes are as `python` would
run them: with an environment, a directory, a log and a session of their own.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

# None of them starts a thread, opens a file or reads Django's settings.
LIBRARIES = [
    "agents",
    "autobahn.twisted.websocket",
    "channels.routing",
    "chatbot.offline_assistant.answers",
    "django.core.asgi",
    "django.core.management.commands.shell",
    "django.db.models",
    "django.test",
    "icalendar",
    "jsonschema",
    "linkify_it",
    "markdown_it",
    "nh3",
    "psycopg_pool",
    "redis.asyncio",
    "requests",
    "segno",
    "sqlparse",
    "uvicorn.server",
    "websockets.asyncio.server",
    "yaml",
]

_context = get_context("forkserver")
_context.set_forkserver_preload(LIBRARIES)


class Forked:
    """The interface of `subprocess.Popen` for a forked process."""

    def __init__(self, argv: Sequence[str], log: Path, env: dict[str, str], cwd: Path) -> None:
        self._argv = argv
        # As a daemon it ends with the tests even if they forget it.
        self._process = _context.Process(target=_run, args=(argv[1:], log, env, cwd), daemon=True)
        self._process.start()
        with suppress(ProcessLookupError):  # has already ended
            while os.getpgid(self.pid) != self.pid:
                time.sleep(0.001)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(list(self._argv), timeout or 0)
        return self._process.exitcode


def _run(arguments: list[str], log: Path, env: dict[str, str], cwd: Path) -> None:
    """Act as `python *arguments` from here on."""
    os.setsid()
    Thread(target=_end_with_the_tests, daemon=True).start()
    with log.open("ab") as output, Path(os.devnull).open("rb") as nothing:
        for number, file in enumerate((nothing, output, output)):
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(env)
    sys.dont_write_bytecode = "PYTHONDONTWRITEBYTECODE" in env
    os.chdir(cwd)
    if arguments[0] == "-m":
        sys.path[0], sys.argv = str(cwd), arguments[1:]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0], sys.argv = str(cwd / Path(arguments[0]).parent), arguments
        runpy.run_path(arguments[0], run_name="__main__")


def _end_with_the_tests() -> None:
    """End this process, and those that it started, even if the tests themselves are killed."""
    tests = parent_process()
    assert tests
    tests.join()
    os.killpg(0, signal.SIGKILL)
