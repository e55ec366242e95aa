"""`manage.py doctor` looks at everything, and says what to do where something is wrong."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from chatbot import probes
from chatbot.domain.operations.heartbeats import Heartbeat
from chatbot.models import JobProcess
from tests.services.databases import PostgresDatabases, default_database
from tests.services.postgres_server import PostgresServer

WHAT = [
    "Versions",
    "Settings",
    "Database",
    "Clock",
    "Migrations",
    "Jobs",
    "Redis",
    "Mail",
    "Model",
    "Static files",
    "Translations",
]


@pytest.fixture
def healthy(db: None, settings: Settings) -> None:
    settings.DEBUG = True
    Heartbeat(JobProcess.Kind.SERVER).beat()


def doctor() -> tuple[dict[str, str], str]:
    """Line by what it is about, and the error with which the command ends, if any."""
    output, error = io.StringIO(), ""
    try:
        call_command("doctor", stdout=output, no_color=True)
    except CommandError as raised:
        error = str(raised)
    lines = [line for line in output.getvalue().splitlines() if not line.startswith(" ")]
    return {line[6:20].strip(): f"{line[:4].strip()} {line[20:]}" for line in lines}, error


@pytest.mark.usefixtures("healthy")
def test_a_line_for_each_thing() -> None:
    found, error = doctor()
    assert list(found) == WHAT
    assert {name for name, line in found.items() if not line.startswith("ok")} == {"Mail"}
    assert found["Mail"].startswith("note No mail server is configured")
    assert error == ""


@pytest.mark.usefixtures("healthy")
def test_services_that_do_not_answer_are_named(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": smtp, "OPTIONS": {"host": "127.0.0.1", "port": 1}}}
    JobProcess.objects.all().delete()
    found, error = doctor()
    assert found["Redis"] == "FAIL away"
    assert found["Mail"].startswith("FAIL the mail server refuses: ")
    assert found["Jobs"] == "FAIL no process runs jobs, so that no message is answered"
    assert error == "3 problems to mend."


@pytest.mark.usefixtures("healthy")
def test_settings_and_files_of_a_deployment_are_looked_at(settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG = False
    settings.SECRET_KEY = "short"
    settings.STATIC_ROOT = tmp_path
    found, error = doctor()
    assert found["Settings"].startswith("note")
    assert found["Static files"] == "FAIL not collected, so that no page can be drawn"
    assert error == "1 problem to mend."

    manifest = tmp_path / "staticfiles.json"
    manifest.write_text("{}")
    assert doctor()[0]["Static files"] == "ok collected"
    os.utime(manifest, (0, 0))
    assert doctor()[0]["Static files"] == "FAIL older than their source"


def test_a_database_that_is_away_and_one_without_tables(
    postgres_process: PostgresServer,
    django_db_blocker: DjangoDbBlocker,
    django_db_setup: None,
    settings: Settings,
) -> None:
    settings.DEBUG = True
    probes._migrated.clear()
    url = PostgresDatabases(postgres_process, "template0").new()
    with default_database(url), django_db_blocker.unblock():
        found, error = doctor()
    assert found["Database"].startswith("ok postgresql, ")
    assert found["Clock"] == "ok as the database's"
    assert found["Migrations"].startswith("FAIL missing")
    assert "Jobs" not in found
    assert error

    with default_database("postgresql://nobody:secret@127.0.0.1:1/none"), django_db_blocker.unblock():
        found, error = doctor()
    assert found["Database"] == "FAIL away"
    assert "Migrations" not in found
    assert error
