from __future__ import annotations

import itertools
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.services.process import Process
from tests.services.web_server import ROOT

_numbers = itertools.count(1)


class WorkerProcess(Process):
    """Background jobs beside web servers (`JOBS=workers`): one process, or one that starts several."""

    def __init__(
        self, directory: Path, env: Mapping[str, str], concurrency: int = 100, processes: int = 1
    ) -> None:
        self.env = env
        self._processes = processes
        options = ["--concurrency", str(concurrency), "--processes", str(processes)]
        super().__init__(
            [sys.executable, "manage.py", "worker", *options],
            log=directory / f"worker-{next(_numbers)}.log",
            env=env,
            cwd=ROOT,
        )

    def start(self) -> None:
        lines = self.times_ready()
        super().start()
        self.wait_ready(lambda: self.times_ready() >= lines + self._processes)

    def times_ready(self) -> int:
        """How often a process of this worker has started to take jobs."""
        return self.log_text().count("Taking jobs")
