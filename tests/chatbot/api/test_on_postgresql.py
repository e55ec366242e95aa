"""PostgreSQL refuses text that SQLite stores, so the tests of bad input run on it, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.chatbot.api.test_bad_input import *  # noqa: F403
from tests.chatbot.test_folding import *  # noqa: F403
from tests.chatbot.test_hostile_addresses import (
    HUGE,
    addresses,
    assert_answered,
    staff,
    test_a_nul_in_a_form_is_answered,
    test_any_cookie_is_answered,
)
from tests.services.databases import PostgresDatabases, default_database
from tests.services.postgres_server import PostgresServer

__all__ = ["addresses", "staff", "test_a_nul_in_a_form_is_answered", "test_any_cookie_is_answered"]


def test_huge_numbers_in_an_address_are_answered(staff: Client, addresses: list[str]) -> None:
    """Other texts in an address are decoded or refused before they come to a database."""
    assert_answered(staff, addresses, HUGE)


@pytest.fixture(scope="module")
def postgresql(
    postgres_process: PostgresServer, postgres_template: PostgresDatabases, django_db_setup: None
) -> Iterator[None]:
    postgres_process.revive()
    with default_database(postgres_template.new()):
        yield


@pytest.fixture
def db(postgresql: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """As pytest-django's, on the other database: what a test writes is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
