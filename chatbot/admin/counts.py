"""Counts of related rows for lists, each in a subquery, since several joined counts would multiply."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many rows refer to the listed row by their foreign key `by`."""
    # `*`, since an index on the foreign key has it; for the ids, each row would be read.
    per_row = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(count=Count("*"))
    return Coalesce(Subquery(per_row.values("count"), output_field=IntegerField()), 0)
