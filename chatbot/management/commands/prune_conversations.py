from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chatbot.domain.history.retention import old_conversations, prune_conversations


class Command(BaseCommand):
    help = "Delete conversations in which nothing was said for longer than the retention. Tasks stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=settings.CONVERSATION_RETENTION_DAYS,
            help="Keep what is younger; 0 keeps everything (default: %(default)s)",
        )
        parser.add_argument("--dry-run", action="store_true", help="Only count them")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        if days < 0:
            raise CommandError("--days is a whole number from 0.")
        if days == 0:
            self.stdout.write("Conversations are kept for ever.")
        elif dry_run:
            count = old_conversations(days).count()
            self.stdout.write(f"Would delete {_conversations(count)} without a message for {days} days.")
        else:
            count = prune_conversations(days)
            self.stdout.write(f"Deleted {_conversations(count)} without a message for {days} days.")


def _conversations(count: int) -> str:
    return f"{count} conversation{'' if count == 1 else 's'}"
