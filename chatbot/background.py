"""Jobs in the server's own process: one process, nothing to install, for `django.tasks`.

A job lost with its process is no loss: the database knows which runs are queued, and `recover` finds them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from importlib import import_module
from typing import Any

from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError
from django.db import connection, connections
from django.tasks import Task, TaskResult, TaskResultStatus, task_backends
from django.tasks.backends.base import BaseTaskBackend
from django.utils import timezone
from django.utils.crypto import get_random_string

from chatbot.domain import sweeper

logger = logging.getLogger(__name__)

SWEEP_INTERVAL = 5.0  # seconds


class Worker:
    """Does jobs as tasks of the event loop that serves requests; there is one in each process."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._jobs: set[asyncio.Task[None]] = set()
        self._recovered = asyncio.Event()

    def attach(self) -> None:
        """Work on the running loop from now on, and take up what an earlier process left."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._recovered = asyncio.Event()
            self._start(_warm_up())
            self._start(_sweep(self._recovered))

    async def stop(self) -> None:
        jobs, self._loop = list(self._jobs), None
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)

    def submit(self, job: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """Start a job from any thread; false if no server runs in this process."""
        if self._loop is None or self._loop.is_closed():
            return False
        self._loop.call_soon_threadsafe(lambda: self._start(self._when_recovered(job)))
        return True

    async def _when_recovered(self, job: Callable[[], Coroutine[Any, Any, None]]) -> None:
        # Recovery takes what it finds running for lost, and must not find what this process has begun.
        await self._recovered.wait()
        await job()

    def _start(self, job: Coroutine[Any, Any, None]) -> None:
        # A fresh context: the job outlives the request that asked for it, and must not use its executor.
        task = asyncio.get_running_loop().create_task(job, context=Context())
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)


worker = Worker()


class InProcessBackend(BaseTaskBackend):
    """Hands jobs to this process's worker. Django makes a backend for each thread, so it keeps nothing."""

    supports_async_task = True

    def enqueue[**P, R](self, task: Task[P, R], args: Any, kwargs: Any) -> TaskResult[P, R]:
        self.validate_task(task)
        if not worker.submit(lambda: _perform(task, args, kwargs)):
            logger.debug("No server runs in this process; %s waits for one that does", task.name)
        return TaskResult(
            task=task,
            id=get_random_string(32),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def attach_worker() -> None:
    """Let the running loop do the jobs, where the settings say that jobs are done in the server."""
    if isinstance(task_backends["default"], InProcessBackend):
        worker.attach()


async def _perform(task: Task[..., Any], args: Any, kwargs: Any) -> None:
    try:
        await task.acall(*args, **kwargs)
    except DatabaseError as error:
        logger.warning("%s met a database error; the sweeper sees to it: %r", task.name, error)
    except Exception:
        logger.exception("%s failed", task.name)  # the outermost frame: nobody else would hear of it


async def _warm_up() -> None:
    await asyncio.to_thread(import_module, "chatbot.agent.warm_up")
    await import_module("chatbot.agent.warm_up").warm_up()


async def _sweep(recovered: asyncio.Event) -> None:
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sweep")
    in_thread = sync_to_async(_step, thread_sensitive=False, executor=thread)
    try:
        while True:
            try:
                await in_thread(sweeper.sweep if recovered.is_set() else sweeper.recover)
                recovered.set()
            except DatabaseError as error:
                logger.warning("Could not sweep: %r", error)
            except Exception:
                logger.exception("Could not sweep")  # without sweeps, no lost run would be found again
            await asyncio.sleep(SWEEP_INTERVAL)
    finally:
        thread.submit(connections.close_all)
        thread.shutdown(wait=False)


def _step(step: Callable[[], None]) -> None:
    """The connection stays open between sweeps, unless it comes from a pool or met an error.

    It is open beside those of requests, so that none of theirs is the last to close: with that one SQLite
    folds its write-ahead log up, with several flushes to the disk, and the next begins a new log.
    """
    try:
        step()
    finally:
        if "pool" in connection.settings_dict["OPTIONS"] or connection.errors_occurred:
            connection.close()
