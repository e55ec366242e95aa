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
from uuid import UUID

import psycopg
from absurd_sdk import AsyncAbsurd, ClaimedTask
from django.db import Error as DatabaseError
from django_absurd.management.base import resolve_backend
from django_absurd.scheduler import run_beat
from django_absurd.worker import aworker_client

from chatbot.agent.database import close_threads, database
from streaming.hub import Hub

from .periodic import sweep_on, warm_up
from .queue import QUEUE, give_back, keep, reminding

logger = logging.getLogger(__name__)

CLAIM = 60  # seconds for which a claim on a job is valid, unless it is extended
POLL_INTERVAL = 0.05  # seconds between two polls of an empty queue
RECONNECT = 1.0  # seconds between two attempts to reach the queue


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
        self._backend = resolve_backend()
        self._jobs: dict[asyncio.Task[None], UUID] = {}
        self._stopping = asyncio.Event()
        self._beat = threading.Event()

    async def run(self, *, until_input_ends: bool = False) -> None:
        """Until SIGTERM or SIGINT; or until the standard input ends, which `Processes` holds open."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            # Not `loop.add_signal_handler`, which Windows has not.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(self._stopping.set))
        if until_input_ends:
            loop.add_reader(sys.stdin.fileno(), self._input_ended)
        upkeep = [asyncio.create_task(self._sweep()), asyncio.create_task(self._keep_claims())]
        try:
            await warm_up()
            await self._serve()
        finally:
            await self._hand_over()
            self._beat.set()
            for task in upkeep:
                task.cancel()
            await asyncio.gather(*upkeep, return_exceptions=True)
            await Hub.current().close()
            close_threads()
            gc.freeze()  # otherwise Python's garbage collection at exit takes a second

    def _input_ended(self) -> None:
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        self._stopping.set()

    async def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                async with aworker_client(self._backend, QUEUE) as client:
                    self._start_beat()
                    logger.info("Taking jobs, %d at once", self._concurrency)
                    await self._claim(client)
                    await self._hand_over()
            except (psycopg.OperationalError, psycopg.InterfaceError, DatabaseError) as error:
                # Running jobs have their own connections, and continue as far as they can.
                logger.warning("The queue is away: %r", error)
                await self._pause(RECONNECT)
        logger.info("Takes no jobs any more")

    async def _claim(self, client: AsyncAbsurd) -> None:
        while not self._stopping.is_set():
            free = self._concurrency - len(self._jobs)
            claimed = await client.claim_tasks(free, CLAIM, self._name) if free else []
            for job in claimed:
                self._start(client, job)
            if not claimed:
                await self._pause(POLL_INTERVAL)

    def _start(self, client: AsyncAbsurd, job: ClaimedTask) -> None:
        task = asyncio.create_task(_perform(client, job))
        self._jobs[task] = UUID(str(job["run_id"]))
        task.add_done_callback(lambda done: self._jobs.pop(done, None))

    async def _hand_over(self) -> None:
        """Cancel the running jobs: their runs are released, and then the jobs."""
        jobs = dict(self._jobs)
        for task in jobs:
            task.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        if unfinished := [job_id for task, job_id in jobs.items() if task.cancelled()]:
            logger.info("Handing %d jobs over", len(unfinished))
            with suppress(DatabaseError):  # other workers then wait for the leases of their runs
                await database(give_back, unfinished)

    async def _keep_claims(self) -> None:
        """Extend the claims, since a job may take longer than its claim."""
        while True:
            await asyncio.sleep(CLAIM / 3)
            if self._jobs:
                try:
                    await database(keep, list(self._jobs.values()), CLAIM)
                except DatabaseError as error:
                    logger.warning("Could not keep the claims: %r", error)

    async def _sweep(self) -> None:
        # The sweep is not a job, since it finds the jobs that the queue has lost.
        reminding.set(True)
        await sweep_on()

    def _start_beat(self) -> None:
        """Enqueue scheduled jobs. Each worker does so; the queue accepts each only once."""
        if not self._beating:
            self._beating = threading.Thread(
                target=run_beat, args=(self._backend,), kwargs={"stop": self._beat}, daemon=True
            )
            self._beating.start()

    _beating: threading.Thread | None = None

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


async def _perform(client: AsyncAbsurd, job: ClaimedTask) -> None:
    try:
        await client._execute_task(job, CLAIM)  # it records and logs what the job itself raises
    except psycopg.Error as error:
        logger.warning("How %s ended could not be noted: %r", job["task_name"], error)
