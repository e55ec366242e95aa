from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from chatbot.domain.tasks import commands as tasks
from chatbot.models import User


class Command(BaseCommand):
    help = "Make the demo accounts demo/demo and admin/admin with a few tasks. Only with DEBUG."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo accounts have well-known passwords: they are made only with DEBUG=true.")
        self._admin()
        self._demo()

    def _admin(self) -> None:
        if not User.objects.filter(username="admin").exists():
            User.objects.create_superuser("admin", "admin@example.com", "admin")

    @transaction.atomic
    def _demo(self) -> None:
        if User.objects.filter(username="demo").exists():
            return
        demo = User.objects.create_user(
            "demo", "demo@example.com", "demo", first_name="Demo", confirmed_email="demo@example.com"
        )
        evening = timezone.now().replace(hour=18, minute=0, second=0, microsecond=0)
        tasks.add_task(demo, title="Call the dentist", priority="high", due_at=evening - timedelta(days=1))
        tasks.add_task(
            demo, title="Book train to Lisbon", due_at=evening + timedelta(days=3), tags=["travel"]
        )
        tasks.add_task(demo, title="Water the plants", priority="low", tags=["home"])
