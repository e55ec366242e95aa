"""HTML of the admin's pages: links, badges, dates, durations."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.contrib.admin import display
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext_lazy

from chatbot.formatting import absolute_day, absolute_moment
from chatbot.formatting.request_dates import current_date_settings

# Each state has an icon and a word: colour alone must not carry meaning.
ICONS = {
    "open": "step-unfinished",
    "done": "check",
    "overdue": "alert",
    "queued": "step-unfinished",
    "running": "step-starting",
    "awaiting_approval": "step-waiting",
    "succeeded": "check",
    "failed": "step-failed",
    "cancelled": "step-stopped",
    "pending": "step-unfinished",
    "streaming": "step-starting",
    "complete": "check",
    "stopped": "step-stopped",
    "cut_off": "step-stopped",
    "starting": "step-starting",
    "declined": "step-declined",
    "replaced": "retry",
    "withdrawn": "x",
    "draft": "step-unfinished",
    "paused": "pause",
    "completed": "check",
    "rejected": "step-declined",
    "planned": "step-unfinished",
    "skipped": "x",
    "in_progress": "step-starting",
    "error": "step-failed",
    "up": "check",
    "down": "step-failed",
}


def state(name: str, word: str = "") -> SafeString:
    return format_html(
        '<span class="state" data-state="{}">'
        '<svg class="icon icon-small" aria-hidden="true"><use href="#i-{}"/></svg>{}</span>',
        name,
        ICONS[name],
        word or name.capitalize(),
    )


def link(row: Model, text: object = None) -> SafeString:
    """A link to a row's own page in the admin."""
    meta = row._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, row if text is None else text)


def list_link(model: type[Model], text: str, **filters: object) -> SafeString:
    """A link to the list of a model's rows, filtered."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', url, urlencode(filters), text)


def moment(time: datetime | None) -> str | None:
    """Sat 21 Nov at 9:48: short enough for a column"""
    return None if time is None else absolute_moment(time, timezone.now(), current_date_settings())


def dates_of(model: type[Model], *names: str) -> tuple[Any, ...]:
    """Columns and read-only fields for the dates of a model, as functions, which the type stubs do not know.

    For a field that is named instead, Django would use its own date format.
    """
    return tuple(_date_of(model._meta.get_field(name)) for name in names)


def _date_of(field: Any) -> Callable[[Model], str | None]:
    @display(description=gettext_lazy(field.verbose_name), ordering=field.name)
    def said(row: Model) -> str | None:
        value: date | None = getattr(row, field.name)
        if value is None or isinstance(value, datetime):
            return moment(value)
        return absolute_day(value, timezone.now(), current_date_settings())

    said.__name__ = field.name
    return said


type Noun = Literal["attempt", "conversation", "message", "run", "task", "tool"]

_COUNTED = {
    "attempt": ngettext_lazy("{count} attempt", "{count} attempts"),
    "conversation": ngettext_lazy("{count} conversation", "{count} conversations"),
    "message": ngettext_lazy("{count} message", "{count} messages"),
    "run": ngettext_lazy("{count} run", "{count} runs"),
    "task": ngettext_lazy("{count} task", "{count} tasks"),
    "tool": ngettext_lazy("{count} tool", "{count} tools"),
}


def counted(count: int, noun: Noun) -> str:
    return str(_COUNTED[noun] % count).format(count=f"{count:,}")


def pretty_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=False)


def duration(milliseconds: float | None) -> str:
    """142 ms, 3.21 s, 1 min 5 s: to the millisecond, to find what was slow"""
    if milliseconds is None:
        return ""
    if milliseconds < 1_000:
        return f"{round(milliseconds)} ms"
    if milliseconds < 60_000:
        return f"{milliseconds / 1_000:.2f} s"
    seconds = round(milliseconds / 1_000)
    return f"{seconds // 60} min {seconds % 60} s"
