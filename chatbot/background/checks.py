"""System checks for deployments that would start but not work as intended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection


def register_checks() -> None:
    """Register them with Django, for `manage.py check --deploy`."""
    for check in (several_processes_need_redis, several_processes_need_postgresql, mails_need_a_server):
        checks.register(check, checks.Tags.compatibility, deploy=True)


def several_processes_need_redis(**kwargs: Any) -> list[checks.CheckMessage]:
    if settings.REDIS_URL or connection.vendor == "sqlite":
        return []
    return [
        checks.Warning(
            "Without REDIS_URL, notifications stay within one process.",
            hint=(
                "Set REDIS_URL=redis://…. With more than one process, tabs would see what others do "
                "only at the next beat, some seconds later."
            ),
            id="lockstep.W001",
        )
    ]


def several_processes_need_postgresql(**kwargs: Any) -> list[checks.CheckMessage]:
    if not settings.REDIS_URL or connection.vendor != "sqlite":
        return []
    return [
        checks.Warning(
            "REDIS_URL is set, as for several processes, but the database is SQLite.",
            hint="Set DATABASE_URL=postgresql://…; SQLite lets one process write at a time, on one machine.",
            id="lockstep.W002",
        )
    ]


def mails_need_a_server(**kwargs: Any) -> list[checks.CheckMessage]:
    """In place of Django's `mail.E001`, with which a site that sends no mails could not be deployed."""
    mailer: dict[str, Any] = settings.MAILERS["default"]
    if mailer.get("OPTIONS", {}).get("host"):
        return []
    return [
        checks.Warning(
            "No mail server is configured: no password can be reset, and no list or reminder is mailed.",
            hint="Set EMAIL_HOST, EMAIL_USER and EMAIL_PASSWORD.",
            id="lockstep.W003",
        )
    ]
