from __future__ import annotations

import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chatbot.loops import new_event_loop


class Command(BaseCommand):
    help = "Do background jobs until SIGTERM or Ctrl-C; runs in progress are released to other workers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=100, help="Jobs done at once (100).")

    def handle(self, *args: Any, concurrency: int, **options: Any) -> None:
        if settings.JOBS != "workers":
            raise CommandError("The web server does the jobs itself here. Set JOBS=workers to have workers.")
        if concurrency < 1:
            raise CommandError("--concurrency is a whole number from 1.")
        # Imported late: without JOBS=workers the queue's app is not installed.
        from chatbot.background.worker import QueueWorker

        asyncio.run(QueueWorker(concurrency).run(), loop_factory=new_event_loop)
