"""Process the rows of a query so that a failure of one does not affect the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import batched

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
    for row in _found(what, found):
        with _logged(f"see to {what} {row.pk if isinstance(row, models.Model) else row}"):
            act(row)


def for_batches[Row](
    what: str, found: Iterable[Row], act: Callable[[Sequence[Row]], object], size: int
) -> None:
    """Call `act`, which is one transaction, with so many rows at once; if that fails, with each row alone."""
    for batch in batched(_found(what, found), size):
        try:
            act(batch)
        except DatabaseError:
            for_each(what, batch, lambda row: act([row]))


def _found[Row](what: str, query: Iterable[Row]) -> list[Row]:
    with _logged(f"look for {what}"):
        return list(query)
    return []


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
