from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from streaming.conf import conf
from streaming.log import prune


class Command(BaseCommand):
    help = "Delete events older than the retention. Clients with an older cursor load a snapshot."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=conf().RETENTION_DAYS)

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if days < 0:
            raise CommandError("--days is a whole number from 0.")
        deleted = prune(timezone.now() - timedelta(days=days))
        self.stdout.write(f"Deleted {deleted} events older than {days} days.")
