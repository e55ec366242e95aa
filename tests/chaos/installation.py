"""The processes that a round runs against: from one process with SQLite to web processes,
workers, PostgreSQL and Redis."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections import Counter
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Literal

from tests.chaos.database import Database, PostgresDatabase, SqliteDatabase
from tests.chaos.model import TROUBLES
from tests.chaos.parts import Part
from tests.services.databases import SqliteDatabases
from tests.services.ports import free_port
from tests.services.postgres_server import PostgresServer
from tests.services.preloaded import PreloadedServer
from tests.services.process import Process
from tests.services.redis_server import RedisServer
from tests.services.web_server import ROOT, Kind, WebServer, environment, manage
from tests.services.worker_process import WorkerProcess

Variant = Literal["cluster", "pair", "single"]
LEASE = 2  # seconds
# Answers that flood, stall or drip reach these limits, in less time than a round waits for quiet.
BOUNDS = {"AGENT_TIMEOUT": "4", "RUN_TIMEOUT": "10", "RUN_LIMIT": "20", "ANSWER_LIMIT": "20000"}
CLOCK = str(ROOT / "tests" / "chaos" / "clock")
AHEAD = "300"  # seconds by which the clock of one process is wrong
SETTINGS = {
    "RUN_LEASE": str(LEASE),
    **BOUNDS,
    "APPROVE_CHANGES_ABOVE": "4",  # so that people have decisions to make
    "STREAMING_BEAT": "1",
    "DAILY_MESSAGE_LIMIT": "1000000",
    "ACCESS_TOKEN_MINUTES": "600",
    "LOG_LEVEL": "WARNING",
}


class Installation(ABC):
    """All processes are started from the main thread, and end with it."""

    variant: Variant
    apis = ("chat", "responses")  # in turn, one process after the other
    server = WebServer

    def __init__(self, directory: Path, seed: str, trouble: float) -> None:
        self.directory = directory
        self.parts: list[Part] = []
        self.webs: list[WebServer] = []
        self._envs: list[dict[str, str]] = []
        port = free_port()
        self._model_url = f"http://127.0.0.1:{port}/v1"
        model = [sys.executable, "-m", "tests.chaos.model", str(port), seed, str(trouble)]
        self._model = Process(model, log=directory / "model.log", cwd=ROOT)

    @abstractmethod
    def prepare(self) -> None:
        """Make the database and the processes; the processes are not started yet."""

    @property
    @abstractmethod
    def database(self) -> Database: ...

    @property
    def env(self) -> dict[str, str]:
        return self._envs[0]

    async def start(self) -> None:
        self._model.start()
        for part in self.parts:
            await part.bring_up()

    def use(self, model: Literal["slow", "offline"]) -> None:
        """Choose the model for the processes that are started from now on."""
        chosen = {"AGENT_BASE_URL": self._model_url, "AGENT_API_KEY": "none", "AGENT_MODEL": "slow"}
        for env, api in zip(self._envs, cycle(self.apis), strict=False):
            env.update(chosen | {"AGENT_API": api} if model == "slow" else dict.fromkeys(chosen, ""))

    def troubles(self) -> Counter[str]:
        """How many answers of the model were cut, stalled …"""
        return Counter(line for line in self._model.log_text().splitlines() if line in TROUBLES)

    def end(self) -> None:
        for process in [*(part.process for part in self.parts), self._model]:
            process.kill()

    def _settings(self, database_url: str, redis_url: str = "", **more: str) -> dict[str, str]:
        env = environment(database_url, redis_url, **SETTINGS, **more)
        env["SECRET_KEY"] = "the-same-for-all-processes-of-this-installation-" + "0" * 10
        self._envs.append(env)
        return env

    def _add_web(self, kind: Kind, env: dict[str, str]) -> None:
        web = self.server(self.directory, env, kind)
        self.webs.append(web)
        self.parts.append(Part("web", f"{kind} {len(self.webs)}", web, web.is_healthy))


class Single(Installation):
    """One process, SQLite, and a layer in memory, like `make run`."""

    variant = "single"
    apis = ("responses",)
    server = PreloadedServer  # its clock is right, so it needs no start of Python

    def prepare(self) -> None:
        url = SqliteDatabases(self.directory, self.directory).new()
        self._database = SqliteDatabase(url.removeprefix("sqlite:///"))
        self._add_web("daphne", self._settings(url))

    @property
    def database(self) -> Database:
        return self._database


class Pair(Installation):
    """Two web processes that execute the jobs, with PostgreSQL and Redis. The clock of one is wrong."""

    variant = "pair"
    jobs = "in-process"

    def prepare(self) -> None:
        redis = RedisServer(self.directory)
        self.redis, self._postgres = redis, PostgresServer()
        self._postgres.start()
        url = self._postgres.url(self._postgres.new_database())
        self._database = PostgresDatabase(url)
        redis.start()
        self.parts += [
            Part("postgres", "PostgreSQL", self._postgres, self._postgres.answers),
            Part("redis", "Redis", redis, redis.answers),
        ]
        env = self._settings(url, redis.url, JOBS=self.jobs)
        shifted = self._settings(url, redis.url, JOBS=self.jobs, PYTHONPATH=CLOCK, CLOCK_AHEAD=AHEAD)
        manage(env, "migrate", "--verbosity", "0")
        self._add_web("uvicorn", env)
        self._add_web("daphne", shifted)
        self._add_workers(env, shifted)

    def _add_workers(self, *envs: dict[str, str]) -> None:
        """None in this variant."""

    @property
    def database(self) -> Database:
        return self._database

    def end(self) -> None:
        super().end()
        (self.directory / "postgresql.log").write_text(self._postgres.log_text())
        self._postgres.remove()


class Cluster(Pair):
    """Two web processes and two workers, with PostgreSQL and Redis. The clocks of one of each are wrong."""

    variant = "cluster"
    jobs = "workers"

    def _add_workers(self, *envs: dict[str, str]) -> None:
        for number, env in enumerate(envs, 1):
            own = {**env, "LOG_LEVEL": "INFO"}  # it logs this when it is ready
            self._envs.append(own)
            worker = WorkerProcess(self.directory, own)
            part = Part("worker", f"worker {number}", worker, lambda: False)
            part.answers = partial(part.has_said, "Taking jobs")
            self.parts.append(part)
