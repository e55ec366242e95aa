"""What all tests have. Asking for a service or a browser marks a test as `integration` or `browser`."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.services.databases import current_database_url
from tests.services.reporting import FAILED, PROCESSES

pytest_plugins = ["tests.services.fixtures", "tests.services.browser_fixtures"]

SERVICES = {"redis_process", "postgres_process", "server", "kept_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & SERVICES:
            item.add_marker("integration")
        if "browser" in fixtures:
            item.add_marker("browser")
            # One Chromium serves all tests, so they share its event loop.
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Where processes share the tests, those of a module stay together: they share what they start, too.

    So do those of a package that are run on each kind of server, by kind.
    """

    def _split_scope(self, nodeid: str) -> str:
        module, _, test = nodeid.partition("::")
        kind = re.search(r"[\[-](daphne|uvicorn)[\]-]", test)
        return f"{Path(module).parent} {kind[1]}" if kind else module


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


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


@pytest.fixture(scope="session", autouse=True)
def built_in_team() -> Iterator[None]:
    """Put the built-in team back where a test's end empties the tables: a migration made it."""
    from django.db.models.signals import post_migrate

    post_migrate.connect(_make_team)
    yield
    post_migrate.disconnect(_make_team)


def _make_team(app_config: Any, using: str, **rest: Any) -> None:
    from django.db import connections

    from chatbot.domain.plans.team import BUILT_IN
    from chatbot.models import TeamAgent

    # While the migrations are under way, the table may not be there yet.
    names = connections[using].introspection.table_names()
    agents = TeamAgent.objects.using(using)
    if app_config.label == "chatbot" and TeamAgent._meta.db_table in names and not agents.exists():
        agents.bulk_create(TeamAgent(position=at, **agent) for at, agent in enumerate(BUILT_IN))


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The URL of the database that the test itself uses: a server started with it sees the same rows."""
    return current_database_url()
