"""Fixtures of all tests. Fixtures that a test uses mark it: `services`, `browser`, `commits`."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.services.databases import SqliteDatabases, current_database_url
from tests.services.reporting import FAILED, PROCESSES

if TYPE_CHECKING:
    from django.apps import AppConfig
    from pytest_django.plugin import DjangoDbBlocker

pytest_plugins = ["tests.services.fixtures", "tests.services.browser_fixtures"]

ONE_INSTALLATION = {"tests/browser", "tests/deployment"}


def pytest_configure() -> None:
    from chatbot.catalogues.compiling import compile_catalogues

    compile_catalogues()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect thousands of tests without looking for garbage among them again and again."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.enable()
    return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "services" in fixtures:
            item.add_marker("services")
            if "CI" in os.environ:  # servers and Chromium are slow beside the other tests of a busy machine
                item.add_marker(pytest.mark.flaky(reruns=1))  # the summary names what was run again, and why
        database = item.get_closest_marker("django_db")
        if "transactional_db" in fixtures or (database and database.kwargs.get("transaction")):
            item.add_marker("commits")
        if "browser" in fixtures:
            item.add_marker("browser")
            # One Chromium serves all tests, so they share its event loop.
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
    # The many short ones come last, so that no process is left with a long one while the others are idle.
    items.sort(key=lambda item: item.nodeid.startswith("tests/chatbot"))


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """With several test processes, the tests that share a server stay in one process, so that
    it is started once.

    These are the tests of a module; those of a package with one installation for all of them; and those of a
    package that run on each kind of server, by kind.
    """

    def _split_scope(self, nodeid: str) -> str:
        module, _, test = nodeid.partition("::")
        package = str(Path(module).parent)
        kind = re.search(r"[\[-](daphne|uvicorn)[\]-]", test)
        if package in ONE_INSTALLATION:
            return package
        return f"{package} {kind[1]}" if kind else module


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "setup":
        item.stash[FAILED] = False  # run again, a test must not take pictures of what it failed at before
    if report.failed:
        item.stash[FAILED] = True
        for process in item.stash.get(PROCESSES, []):
            report.sections.append((f"Log {process.log.name}", process.log_text()))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a test was run again."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"{report.nodeid} was run again")
        terminalreporter.write_line(report.longreprtext)
        for title, text in report.sections:
            terminalreporter.section(title, sep="-")
            terminalreporter.write_line(text[-10_000:])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """An SQLite database has its tables already (see below)."""
    from django.db import connections

    return django_db_keepdb or connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, sqlite_databases: SqliteDatabases
) -> None:
    """Give each process of each run of the tests an SQLite file of its own."""
    from django.db import connections

    if connections["default"].vendor == "sqlite":
        test = connections["default"].settings_dict["TEST"]
        test["NAME"] = str(sqlite_databases.new_file())
        test["MIGRATE"] = False  # it is migrated, and to find that out takes a second


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Insert the rows of the migrations again after a test has emptied the tables.

    Django would compute them, content types and permissions, from all models each time, which takes longer
    than most of the tests.
    """
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.management import create_contenttypes
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, connections
    from django.db.models.signals import post_migrate

    from chatbot.models import TeamAgent

    tables = [model._meta.db_table for model in (ContentType, Permission, TeamAgent)]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TABLE migrated_{table} AS SELECT * FROM {table}")  # noqa: S608

    def insert(app_config: AppConfig, using: str, **rest: Any) -> None:
        if app_config.label == "chatbot":
            with connections[using].cursor() as cursor:
                for table in tables:
                    cursor.execute(f"INSERT INTO {table} SELECT * FROM migrated_{table}")  # noqa: S608

    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.connect(insert, weak=False)


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The URL of the database that the test itself uses: a server started with it sees the same rows."""
    return current_database_url()
