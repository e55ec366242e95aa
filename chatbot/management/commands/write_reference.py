from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from chatbot.management.reference import DOCS, pages


class Command(BaseCommand):
    help = "Write docs/settings.md and docs/tools.md, after a change of .env.example or of a tool."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in pages().items():
            (DOCS / name).write_text(text)
            self.stdout.write(f"Wrote {DOCS / name}.")
