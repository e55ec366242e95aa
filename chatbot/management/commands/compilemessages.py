"""Django's `compilemessages`, without the programs of GNU gettext."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from chatbot.catalogues.compiling import compile_catalogues


class Command(BaseCommand):
    help = "Compile the translations. Needed once after each update."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues()
