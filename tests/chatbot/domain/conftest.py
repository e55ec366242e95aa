from __future__ import annotations

from collections.abc import Iterator

import pytest

from chatbot.models import User
from tests.factories import UserFactory
from tests.services.databases import PostgresDatabases, default_database


@pytest.fixture
def alice(db: None) -> User:
    return UserFactory.create(username="alice", time_zone="Europe/Berlin")


@pytest.fixture
def bob(db: None) -> User:
    return UserFactory.create(username="bob")


@pytest.fixture
def postgresql(transactional_db: None, postgres_databases: PostgresDatabases) -> Iterator[None]:
    """During the test, Django's default database is a PostgreSQL database of its own, in every thread."""
    with default_database(postgres_databases.new()):
        yield


@pytest.fixture(params=["usual", pytest.param("postgresql", marks=pytest.mark.services)])
def any_database(request: pytest.FixtureRequest) -> None:
    """The database of the tests, and then PostgreSQL, on which writers run concurrently from the start.

    The test needs the mark `django_db(transaction=True)`.
    """
    if request.param == "postgresql":
        request.getfixturevalue("postgresql")
