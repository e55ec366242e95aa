from __future__ import annotations

from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.services.ports import free_port
from tests.services.process import Process
from tests.services.programs import program


class RedisServer(Process):
    """A Redis that stores nothing on disk; after a restart it is empty, at the same address."""

    def __init__(self, directory: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        argv = [
            program("redis-server", package="redis-server"),
            *("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(directory)),
            *("--save", "", "--appendonly", "no"),
        ]
        super().__init__(argv, log=directory / "redis.log")

    def start(self) -> None:
        super().start()
        self.wait_ready(self.answers)

    def answers(self) -> bool:
        with redis.Redis(port=self.port, socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
            try:
                return bool(client.ping())
            except (redis.ConnectionError, redis.TimeoutError):
                return False

    def flush(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()
