"""Servers and workers that are forked instead of started by their command line (see `forked.py`)."""

from __future__ import annotations

import os

from tests.services.forked import Forked
from tests.services.process import Child, Process
from tests.services.web_server import WebServer
from tests.services.worker_process import WorkerProcess


class Preloaded(Process):
    def _launch(self) -> Child:
        assert self._cwd is not None
        return Forked(self.argv, self.log, dict(self._env or os.environ), self._cwd)


class PreloadedServer(Preloaded, WebServer):
    pass


class PreloadedWorker(Preloaded, WorkerProcess):
    pass
