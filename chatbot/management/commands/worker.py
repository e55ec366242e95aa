from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chatbot.background.processes import Processes, default_processes


class Command(BaseCommand):
    help = "Do background jobs until SIGTERM or Ctrl-C; runs in progress are released to other workers."

    def add_arguments(self, parser: CommandParser) -> None:
        processes = default_processes()
        parser.add_argument(
            "--processes", type=int, default=processes, help=f"How many; as many as cores ({processes})."
        )
        parser.add_argument(
            "--concurrency", type=int, default=100, help="Jobs at once in each process (100)."
        )
        # What `--processes` gives to each that it starts.
        parser.add_argument("--until-input-ends", action="store_true", help=argparse.SUPPRESS)
        parser.add_argument("--metrics-port", type=int, default=settings.METRICS_PORT, help=argparse.SUPPRESS)

    def handle(
        self,
        *args: Any,
        processes: int,
        concurrency: int,
        until_input_ends: bool,
        metrics_port: int,
        **options: Any,
    ) -> None:
        if settings.JOBS != "workers":
            raise CommandError("The web server does the jobs itself here. Set JOBS=workers to have workers.")
        for name, number in (("processes", processes), ("concurrency", concurrency)):
            if number < 1:
                raise CommandError(f"--{name} is a whole number from 1.")
        if processes > 1:
            # The same command; of an option that is given twice, the last one counts.
            command = [sys.executable, *sys.orig_argv[1:], "--processes=1", "--until-input-ends"]
            ports = range(metrics_port, metrics_port + processes) if metrics_port else [0] * processes
            asyncio.run(Processes([[*command, f"--metrics-port={port}"] for port in ports]).run())
            return
        if metrics_port:
            _serve_metrics(metrics_port)
        # Imported late: without JOBS=workers the queue's app is not installed.
        from chatbot.background.worker import QueueWorker, new_event_loop

        worker = QueueWorker(concurrency)
        asyncio.run(worker.run(until_input_ends=until_input_ends), loop_factory=new_event_loop)


def _serve_metrics(port: int) -> None:
    from chatbot.metrics.exposition import serve

    try:
        serve(port)
    except OSError as error:
        raise CommandError(f"Metrics cannot be served on port {port}: {error.strerror}.") from error
