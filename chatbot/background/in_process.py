"""A backend of `django.tasks` that runs jobs in the server's own process, without anything to install.

If jobs are lost with the process, `recover` finds the queued runs in the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any

from django.conf import settings
from django.tasks import Task, TaskResult, TaskResultStatus, task_backends
from django.tasks.backends.base import BaseTaskBackend
from django.utils import timezone
from django.utils.crypto import get_random_string

from chatbot.agent.database import close_threads
from chatbot.domain.operations.heartbeats import Heartbeat
from chatbot.models import JobProcess

from .periodic import beat_on, prune_daily, recover_and_sweep_on, warm_up
from .run_job import perform
from .wakeup import notify_waiting_job, on_waiting_job


class Worker:
    """Runs jobs as tasks of the event loop that serves requests; there is one in each process."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._jobs: set[asyncio.Task[None]] = set()
        self._recovered = asyncio.Event()
        self._warm_up: asyncio.Task[None] | None = None

    def attach(self, *, runs_jobs: bool = True) -> None:
        """Use the running loop from now on, and recover what an earlier process left."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            if not runs_jobs:
                self._start(beat_on(Heartbeat(JobProcess.Kind.WEB)))
                return
            self._recovered = asyncio.Event()
            self._warm_up = self._start(warm_up())
            self._start(prune_daily())
            self._start(beat_on(Heartbeat(JobProcess.Kind.SERVER)))
            called = asyncio.Event()
            self._start(on_waiting_job(lambda frame: called.set()))
            self._start(recover_and_sweep_on(self._recovered, called))

    async def until_warm(self) -> None:
        """Wait until the warm-up has ended, whether it succeeded, failed or was cancelled."""
        if self._warm_up is not None and not self._warm_up.done():
            await asyncio.wait([self._warm_up])

    async def stop(self) -> None:
        """Cancel all jobs, which release their runs. Accepts no jobs until the next `attach`."""
        jobs, self._loop = list(self._jobs), None
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        close_threads()

    def submit(self, job: Callable[[], Coroutine[Any, Any, object]]) -> bool:
        """Start a job from any thread; false if no server runs in this process."""
        if self._loop is None or self._loop.is_closed():
            return False
        self._loop.call_soon_threadsafe(lambda: self._start(self._when_recovered(job)))
        return True

    async def _when_recovered(self, job: Callable[[], Coroutine[Any, Any, object]]) -> None:
        # Recovery treats all running runs as lost, so it must be done before this process starts one.
        await self._recovered.wait()
        await job()

    def _start(self, job: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        # A fresh context: the job outlives the request that enqueued it, and must not use its executor.
        task = asyncio.get_running_loop().create_task(job, context=Context())
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)
        if self._loop is None:
            task.cancel()  # it was enqueued while the worker stopped
        return task


worker = Worker()


class InProcessBackend(BaseTaskBackend):
    """Passes jobs to this process's worker. Django creates a backend for each thread, so it has no state."""

    supports_async_task = True

    def enqueue[**P, R](self, task: Task[P, R], args: Any, kwargs: Any) -> TaskResult[P, R]:
        self.validate_task(task)
        if not worker.submit(lambda: perform(task, args, kwargs)):
            notify_waiting_job()  # this process ends or is no server, but others may be
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


async def attach_worker() -> None:
    """Run jobs on the running loop, if the settings say that the server runs them; wait until it is warm.

    Beside workers it only has a heartbeat, by which `restore` finds it.
    """
    if isinstance(task_backends["default"], InProcessBackend):
        worker.attach()
        await worker.until_warm()
    elif settings.JOBS == "workers":
        worker.attach(runs_jobs=False)
