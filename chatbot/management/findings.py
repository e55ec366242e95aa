"""What `manage.py doctor` finds: settings, services and files, and what to do where something is wrong."""

from __future__ import annotations

import platform
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.mail import mailers
from django.db import connection
from django.utils import timezone

from chatbot.background.checks import mails_need_a_server
from chatbot.catalogues import LOCALE
from chatbot.catalogues.compiling import is_current
from chatbot.models import JobProcess
from chatbot.probes import database_problem, migrations_problem, redis_problem

_LIBRARIES = ("Django", "channels", "daphne", "openai-agents")
_SKEW = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """`problem` is "" where all is well. With a minor one the site works, but for what it names."""

    what: str
    remark: str = ""
    problem: str = ""
    advice: str = ""
    is_minor: bool = False


def findings() -> Iterator[Finding]:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    yield Finding("Versions", f"Python {platform.python_version()}, {libraries}")
    yield from _settings()
    away = database_problem()
    database = connection.settings_dict
    where = f"{connection.vendor}, {database['HOST'] or 'file'} {database['NAME']}"
    yield Finding("Database", where, away, "Check DATABASE_URL, and that its server runs.")
    if not away:
        yield _clock()
        unmigrated = migrations_problem()
        yield Finding("Migrations", "all applied", unmigrated)
        if not unmigrated:
            yield _jobs()
    redis = "answers" if settings.REDIS_URL else "not used: for one process only"
    yield Finding("Redis", redis, redis_problem(), "Check REDIS_URL, and that its server runs.")
    yield _mail()
    yield _model()
    yield _static_files()
    yield _translations()


def _settings() -> Iterator[Finding]:
    of_mail = mails_need_a_server()
    found = [
        message
        for message in checks.run_checks(include_deployment_checks=not settings.DEBUG)
        if not message.is_silenced() and message not in of_mail
    ]
    for message in found:
        is_minor = not message.is_serious(checks.ERROR)
        yield Finding("Settings", problem=message.msg, advice=message.hint or "", is_minor=is_minor)
    if not found:
        yield Finding("Settings", "for development: DEBUG is on" if settings.DEBUG else "for a deployment")


def _clock() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        now = cursor.fetchone()[0]
    if isinstance(now, str):  # SQLite
        return Finding("Clock", "the database has that of this machine")
    skew: timedelta = abs(timezone.now() - now)
    problem = f"this machine and the database differ by {skew.total_seconds():.0f} s" if skew > _SKEW else ""
    return Finding("Clock", "as the database's", problem, "Synchronise both with NTP.", is_minor=True)


def _jobs() -> Finding:
    alive = [
        f"{process.get_kind_display()} {process.name}" for process in JobProcess.objects.alive().with_jobs()
    ]
    problem = "" if alive else "no process runs jobs, so that no message is answered"
    what = "manage.py worker" if settings.JOBS == "workers" else "the web server, which runs them"
    return Finding("Jobs", ", ".join(alive), problem, f"Start {what}.")


def _mail() -> Finding:
    if missing := mails_need_a_server():
        return Finding("Mail", problem=missing[0].msg, advice=missing[0].hint or "", is_minor=True)
    problem = ""
    try:
        with mailers["default"]:
            pass
    except (OSError, smtplib.SMTPException) as error:
        problem = f"the mail server refuses: {error}"
    return Finding("Mail", "the mail server accepts us", problem, "Check the settings EMAIL_….")


def _model() -> Finding:
    if not settings.AGENT_MODELS:
        return Finding("Model", "none: the offline assistant answers, by rules (docs/models.md)")
    names = ", ".join(f"{model.model} at {model.base_url}" for model in settings.AGENT_MODELS)
    return Finding("Model", f"{names}; manage.py check_model tries it")


def _static_files() -> Finding:
    if settings.DEBUG:
        return Finding("Static files", "served from the source, since DEBUG is on")
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = (path for root in settings.STATICFILES_DIRS for path in Path(root).rglob("*.*"))
    problem = ""
    if not manifest.exists():
        problem = "not collected, so that no page can be drawn"
    elif not all(is_current(manifest, source) for source in sources):
        problem = "older than their source"
    return Finding("Static files", "collected", problem, "Run manage.py collectstatic --noinput.")


def _translations() -> Finding:
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
    old = [source.parents[1].name for source in sources if not is_current(source.with_suffix(".mo"), source)]
    problem = f"not compiled: {', '.join(old)}" if old else ""
    return Finding("Translations", "compiled", problem, "Run manage.py compilemessages.", is_minor=True)
