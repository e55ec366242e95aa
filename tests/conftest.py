"""What all tests have. Asking for a service or a browser marks a test as `integration` or `browser`."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.services.databases import current_database_url
from tests.services.reporting import FAILED, PROCESSES

pytest_plugins = ["tests.services.fixtures", "tests.services.browser_fixtures"]

SERVICES = {"redis_process", "postgres_process", "server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & SERVICES:
            item.add_marker("integration")
        if "browser" in fixtures:
            item.add_marker("browser")
            # One Chromium serves all tests, so they share its event loop.
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
        for process in item.stash.get(PROCESSES, []):
            report.sections.append((f"Log {process.log.name}", process.log_text()))
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give each run of the tests an SQLite file of its own, so that two runs in one checkout don't meet."""
    from django.db import connections

    if connections["default"].vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connections["default"].settings_dict["TEST"]["NAME"] = str(path)


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The URL of the database that the test itself uses: a server started with it sees the same rows."""
    return current_database_url()
