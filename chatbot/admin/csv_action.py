"""An action of every list: download the chosen rows, with the columns of the list, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from chatbot.exchange import csv_cell

_ROWS = 1_000  # read at a time


class _Lines:
    """What a writer of CSV writes to: it returns each line."""

    def write(self, line: str) -> str:
        return line


@admin.action(description=_("Download as CSV"), permissions=["view"])
def download_csv(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, rows: QuerySet[Any]
) -> StreamingHttpResponse:
    model = model_admin.model
    columns = [name for name in model_admin.get_list_display(request) if name != "action_checkbox"]
    name = f"{model._meta.model_name}-{timezone.localdate()}.csv"
    return StreamingHttpResponse(
        _lines(model_admin, columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _lines(model_admin: admin.ModelAdmin[Any], columns: list[Any], rows: QuerySet[Any]) -> Iterator[str]:
    writer = csv.writer(_Lines())
    labels = (label_for_field(column, model_admin.model, model_admin) for column in columns)
    yield writer.writerow([capfirst(str(label)) for label in labels])
    for row in rows.iterator(chunk_size=_ROWS):
        yield writer.writerow([csv_cell(_text(column, row, model_admin)) for column in columns])


def _text(column: Any, row: Any, model_admin: admin.ModelAdmin[Any]) -> str:
    field, _attribute, value = lookup_field(column, row, model_admin)
    if value is None:
        return ""
    if field is not None and field.flatchoices:
        return str(display_for_field(value, field, ""))
    text = unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
    return " ".join(text.split())
