"""A worker: runs jobs from the queue, many at once on one event loop (`manage.py worker`)."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
import threading
from contextlib import suppress

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.utils.module_loading import import_string
from django_absurd.management.base import resolve_backend
from django_absurd.scheduler import run_beat

from chatbot.agent.database import close_threads, database
from chatbot.domain.operations.heartbeats import Heartbeat
from chatbot.models import JobProcess
from streaming.entry import LiveFrame
from streaming.hub import Hub

from .periodic import beat_on, sweep_on, warm_up
from .queue import Job, claim, finish, keep, release, reminding
from .run_job import perform
from .wakeup import on_waiting_job

logger = logging.getLogger(__name__)

CLAIM = 60  # seconds for which a claim on a job is valid, unless it is extended
POLL_INTERVAL = 2.0  # seconds after which a worker claims without a notification, since one may be lost
CLAIMS_APART = 0.02  # seconds between two claims, however many jobs are enqueued
RECONNECT = 1.0  # seconds between two attempts to reach the queue
UNKNOWN = 60  # seconds for which a job is left to workers of another release


def new_event_loop() -> asyncio.AbstractEventLoop:
    """The loop of a worker: uvloop's, where there is one, as uvicorn does. A busy process answers sooner."""
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


class QueueWorker:
    """Claims jobs until it is asked to stop; then releases unfinished ones for other workers."""

    def __init__(self, concurrency: int) -> None:
        self._concurrency = concurrency
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._jobs: dict[asyncio.Task[None], Job] = {}
        self._stopping = asyncio.Event()
        self._called = asyncio.Event()  # a job may wait, or this worker is asked to stop

    async def run(self, *, until_input_ends: bool = False) -> None:
        """Until SIGTERM or SIGINT; or until the standard input ends, which `Processes` holds open."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            # Not `loop.add_signal_handler`, which Windows has not.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(self._stop))
        if until_input_ends:
            loop.add_reader(sys.stdin.fileno(), self._input_ended)
        heartbeat = Heartbeat(JobProcess.Kind.WORKER)
        upkeep = [
            asyncio.create_task(step) for step in (self._sweep(), self._keep_claims(), beat_on(heartbeat))
        ]
        beat_ends = _start_beat()
        try:
            await warm_up()
            await self._serve()
        finally:
            await self._hand_over()
            beat_ends.set()
            for task in upkeep:
                task.cancel()
            await asyncio.gather(*upkeep, return_exceptions=True)
            await Hub.current().close()
            close_threads()
            gc.freeze()  # otherwise Python's garbage collection at exit takes a second

    def _stop(self) -> None:
        self._stopping.set()
        self._called.set()

    def _input_ended(self) -> None:
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        self._stop()

    async def _serve(self) -> None:
        logger.info("Taking jobs, %d at once", self._concurrency)
        while not self._stopping.is_set():
            try:
                await on_waiting_job(self._job_waits)
                await self._claim_jobs()
            except (OperationalError, InterfaceError) as error:
                # Running jobs continue as far as they can.
                logger.warning("The queue is away: %r", error)
                await asyncio.sleep(RECONNECT)
        logger.info("Takes no jobs any more")

    def _job_waits(self, frame: LiveFrame) -> None:
        self._called.set()

    async def _claim_jobs(self) -> None:
        while not self._stopping.is_set():
            self._called.clear()
            if free := self._concurrency - len(self._jobs):
                for job in await database(claim, self._name, free, CLAIM):
                    self._start(job)
            await asyncio.sleep(CLAIMS_APART)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._called.wait(), POLL_INTERVAL)

    def _start(self, job: Job) -> None:
        task = asyncio.create_task(_perform(job))
        self._jobs[task] = job
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if len(self._jobs) == self._concurrency:
            self._called.set()  # jobs may have waited for a place
        self._jobs.pop(task, None)

    async def _hand_over(self) -> None:
        """Cancel the running jobs: their runs are released, and then the jobs."""
        jobs = dict(self._jobs)
        for task in jobs:
            task.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        if unfinished := [job.id for task, job in jobs.items() if task.cancelled()]:
            logger.info("Handing %d jobs over", len(unfinished))
            with suppress(DatabaseError):  # other workers then wait for the leases of their runs
                await database(release, unfinished)

    async def _keep_claims(self) -> None:
        """Extend the claims, since a job may take longer than its claim."""
        while True:
            await asyncio.sleep(CLAIM / 3)
            if self._jobs:
                try:
                    await database(keep, [job.id for job in self._jobs.values()], CLAIM)
                except DatabaseError as error:
                    logger.warning("Could not keep the claims: %r", error)

    async def _sweep(self) -> None:
        # The sweep is not a job, since it finds the jobs that the queue has lost.
        reminding.set(True)
        await sweep_on()


def _start_beat() -> threading.Event:
    """Enqueue scheduled jobs until the event is set. Each worker does; the queue accepts each only once."""
    ends = threading.Event()
    threading.Thread(target=run_beat, args=(resolve_backend(),), kwargs={"stop": ends}, daemon=True).start()
    return ends


async def _perform(job: Job) -> None:
    try:
        task = import_string(job.task)
    except ImportError:
        logger.warning("This release does not know %s; perhaps another worker does", job.task)
        await database(release, [job.id], UNKNOWN)
        return
    error = await perform(task, job.args, job.kwargs)
    try:
        await database(finish, job.id, error)
    except DatabaseError as failure:
        logger.warning("Could not store how %s ended: %r", job.task, failure)
