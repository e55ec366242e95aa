"""The place of a row in an ordered list, and the rows that come after it.

A page that begins after a row neither repeats nor skips another one when rows before it change.
"""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

_SIGNER = signing.Signer(salt="chatbot.api.keyset")


class UnusableCursor(Exception):
    """A cursor that is none, or one of a list in another order."""


class Keyset[M: Model]:
    """A queryset whose order is total, so that its last key differs from row to row."""

    def __init__(self, rows: QuerySet[M]) -> None:
        self._keys = [_order_by(key) for key in rows.query.order_by]
        self._names = [f"order_{number}" for number in range(len(self._keys))]
        self._order = [str(key) for key in self._keys]
        expressions = (key.expression for key in self._keys)
        self.rows = rows.annotate(**dict(zip(self._names, expressions, strict=True)))

    def cursor(self, row: M, *, backward: bool = False) -> str:
        """The opaque place after a row of `rows`, or before it; signed, so that none is made up."""
        values = [getattr(row, name) for name in self._names]
        texts = [value if value is None else str(value) for value in values]
        return _SIGNER.sign_object([self._order, backward, texts])

    def read(self, cursor: str) -> tuple[QuerySet[M], bool]:
        """The rows beyond a cursor, the nearest first, and whether it points backward.

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
        """Rows that are greater in the first key in which they differ."""
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
