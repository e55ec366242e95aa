from __future__ import annotations

import logging
import sys
from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from chatbot.terminal.arguments import DESCRIPTION, EXIT_CODES, add_arguments
from chatbot.terminal.command import run


class Command(BaseCommand):
    help = f"{DESCRIPTION} {EXIT_CODES}"
    requires_system_checks = []  # of this project's settings it needs none

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        # The server's settings log each request to standard error, where the steps are.
        logging.getLogger("httpx2").setLevel(logging.WARNING)
        sys.exit(run(Namespace(**options)))
