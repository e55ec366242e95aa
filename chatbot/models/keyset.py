"""Keyset pagination: pages that start after a row instead of at an offset.

Such pages neither repeat nor skip rows when earlier rows change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

_SIGNER = signing.Signer(salt="chatbot.keyset")


class UnusableCursor(Exception):
    """An invalid cursor, or one for another order."""


@dataclass(frozen=True, slots=True)
class Page[M: Model]:
    """`following` and `previous` are the cursors of the next and previous page; empty if there is none."""

    rows: list[M]
    following: str = ""
    previous: str = ""


class Keyset[M: Model]:
    """A queryset with a total order: no two rows have the same keys."""

    def __init__(self, rows: QuerySet[M]) -> None:
        self._keys = [_order_by(key) for key in rows.query.order_by]
        self._names = [f"order_{number}" for number in range(len(self._keys))]
        self._order = [str(key) for key in self._keys]
        expressions = (key.expression for key in self._keys)
        self.rows = rows.annotate(**dict(zip(self._names, expressions, strict=True)))

    def cursor(self, row: M, *, backward: bool = False) -> str:
        """The opaque position after or before a row; signed, so that clients cannot forge one."""
        values = [getattr(row, name) for name in self._names]
        texts = [value if value is None else str(value) for value in values]
        return _SIGNER.sign_object([self._order, backward, texts])

    def page(self, size: int, *, cursor: str | None = None, start: int = 0) -> Page[M]:
        """The page at a cursor; without one, the page from `start` on. Raises `UnusableCursor`.

        Reads one row more than it returns to know whether there are more, instead of counting all.
        """
        ordered, backward = self.read(cursor) if cursor is not None else (self.rows[start:], False)
        found = list(ordered[: size + 1])
        has_more, rows = len(found) > size, found[:size]
        if backward:
            rows.reverse()
        if not rows:
            return Page([])
        is_beyond = cursor is not None or start > 0
        following, previous = (is_beyond, has_more) if backward else (has_more, is_beyond)
        return Page(
            rows,
            self.cursor(rows[-1]) if following else "",
            self.cursor(rows[0], backward=True) if previous else "",
        )

    def page_or_first(self, size: int, cursor: str | None) -> Page[M]:
        """The first page where the cursor is unusable, or its rows are gone."""
        try:
            page = self.page(size, cursor=cursor)
        except UnusableCursor:
            page = Page([])
        return page if page.rows else self.page(size)

    def count_before(self, row: M) -> int:
        rows, _ = self.read(self.cursor(row, backward=True))
        return rows.count()

    def read(self, cursor: str) -> tuple[QuerySet[M], bool]:
        """The rows after a cursor, the nearest first, and whether the cursor points backward.

        Raises `UnusableCursor`.
        """
        try:
            order, backward, texts = _SIGNER.unsign_object(cursor)
        except signing.BadSignature as error:
            raise UnusableCursor from error
        if order != self._order:
            raise UnusableCursor
        fields = [self.rows.query.annotations[name].output_field for name in self._names]
        values = [field.to_python(text) for field, text in zip(fields, texts, strict=True)]
        rows = self.rows.reverse() if backward else self.rows
        return rows.filter(self._beyond(values, backward=backward)), backward

    def _beyond(self, values: list[Any], *, backward: bool) -> Q:
        """Rows that sort after the keys: greater in the first key in which they differ."""
        beyond, equal = Q(pk__in=()), Q()
        for name, key, value in zip(self._names, self._keys, values, strict=True):
            beyond |= equal & _greater(name, value, _reversed(key) if backward else key)
            equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
        return beyond


def _greater(name: str, value: Any, key: OrderBy) -> Q:
    if value is None:
        return Q(**{f"{name}__isnull": False}) if key.nulls_first else Q(pk__in=())
    greater = Q(**{f"{name}__lt" if key.descending else f"{name}__gt": value})
    return greater | Q(**{f"{name}__isnull": True}) if key.nulls_last else greater


def _order_by(key: Any) -> OrderBy:
    if isinstance(key, OrderBy):
        return key
    return OrderBy(F(key.removeprefix("-")), descending=key.startswith("-"))


def _reversed(key: OrderBy) -> OrderBy:
    turned = key.copy()
    turned.reverse_ordering()
    return turned
