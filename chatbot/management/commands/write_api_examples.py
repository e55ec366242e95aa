from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from chatbot.api.examples.document import PATH, document


class Command(BaseCommand):
    help = "Write docs/api-examples.md, after a change of the API or of its examples."

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(document())
        self.stdout.write(f"Wrote {PATH}.")
