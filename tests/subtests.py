"""Tables of values as one test, where a row takes less time than a test of its own would."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from textwrap import shorten
from typing import Any

import pytest


def as_subtests(names: str | Sequence[str], rows: Iterable[Any]) -> Callable[[Callable[..., None]], Any]:
    """Parametrize a test like `pytest.mark.parametrize`, but with all rows in one test, as subtests.

    Each row fails by itself, and its values are named. Rows share the test's fixtures, so none may change
    what another one finds.
    """
    parameters = [names] if isinstance(names, str) else list(names)
    table = [(row,) if isinstance(names, str) else tuple(row) for row in rows]
    assert table

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def run(subtests: pytest.Subtests, **fixtures: Any) -> None:
            for row in table:
                with subtests.test(shorten(", ".join(map(repr, row)), 150)):
                    test(**dict(zip(parameters, row, strict=True)), **fixtures)

        signature = inspect.signature(test)
        fixtures = [one for name, one in signature.parameters.items() if name not in parameters]
        subtests = inspect.Parameter("subtests", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        run.__signature__ = signature.replace(parameters=[subtests, *fixtures])  # type: ignore[attr-defined]
        return run

    return decorate
