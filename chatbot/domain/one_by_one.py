"""Process rows one by one, so that a failure of one does not affect the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseError
from django.db import connection, models

from chatbot.domain.database_errors import may_pass
from chatbot.domain.errors import DomainError

logger = logging.getLogger(__name__)


def for_each[Row](what: str, found: Iterable[Row], act: Callable[[Row], object]) -> None:
    """Call `act` for each row of a query. A failure is logged with the row's id.

    Raises the database's error if it is unreachable, since the other rows would fail as well.
    """
    rows: list[Row] = []
    with _logged(f"look for {what}"):
        rows = list(found)
    for row in rows:
        with _logged(f"see to {what} {row.pk if isinstance(row, models.Model) else row}"):
            act(row)


@contextmanager
def _logged(task: str) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if not may_pass(error):
            logger.exception("Could not %s", task)
        elif connection.is_usable():
            logger.warning("Could not %s now: %r", task, error)
        else:
            raise
    except (DomainError, ObjectDoesNotExist):
        logger.exception("Could not %s", task)
