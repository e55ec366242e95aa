from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chatbot.management.findings import findings

_COLUMN = 14


class Command(BaseCommand):
    help = "Look at settings, services and files, and say what to do where something is wrong."
    requires_system_checks: list[str] = []  # they are among what it tells

    def handle(self, *args: Any, **options: Any) -> None:
        problems = 0
        for found in findings():
            mark = self.style.SUCCESS("ok  ")
            if found.problem:
                mark = self.style.WARNING("note") if found.is_minor else self.style.ERROR("FAIL")
                problems += not found.is_minor
            self.stdout.write(f"{mark}  {found.what:<{_COLUMN}}{found.problem or found.remark}")
            if found.problem and found.advice:
                self.stdout.write(f"      {'':<{_COLUMN}}{found.advice}")
            self.stdout.flush()
        if problems:
            raise CommandError(f"{problems} problem{'s' * (problems > 1)} to mend.")
