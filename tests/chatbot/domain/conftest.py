from __future__ import annotations

from collections.abc import Iterator

import dj_database_url
import pytest
from django.db import connections

from chatbot.models import User
from tests.factories import UserFactory
from tests.services.databases import PostgresDatabases


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory.create(username="alice", time_zone="Europe/Berlin")


@pytest.fixture
def bob(db: None) -> User:
    return UserFactory.create(username="bob")


@pytest.fixture
def postgresql(transactional_db: None, postgres_databases: PostgresDatabases) -> Iterator[None]:
    """During the test, Django's default database is a PostgreSQL database of its own, in every thread."""
    kept = connections.settings["default"]
    usual = connections["default"]
    chosen = {**kept, **dj_database_url.parse(postgres_databases.new()), "OPTIONS": {}}
    connections.settings["default"] = chosen
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = kept
        connections["default"] = usual


@pytest.fixture(params=["usual", pytest.param("postgresql", marks=pytest.mark.services)])
def any_database(request: pytest.FixtureRequest) -> None:
    """The database of the tests, and then PostgreSQL, on which writers run concurrently from the start.

    The test needs the mark `django_db(transaction=True)`.
    """
    if request.param == "postgresql":
        request.getfixturevalue("postgresql")
