from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from chatbot.wire.description.browser import PATH, module_text


class Command(BaseCommand):
    help = "Write the browser's module of event names, after a change of the models of events."

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(module_text())
        self.stdout.write(f"Wrote {PATH}.")
