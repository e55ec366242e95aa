"""Emailing the list."""

from __future__ import annotations

from dataclasses import replace

from .commands import Command, Email, Filter, Say
from .context import Context
from .filters import read_filter
from .templates import Slots

_LONGEST_NOTE = 2_000


def email(slots: Slots, context: Context) -> Command | None:
    """Only the person's own list is sent, and only to the person."""
    found = read_filter(slots["x"], context)
    if found.leftover or not found.is_meant:
        return None
    if slots["others"] or replace(found.filter, status="pending") != Filter():
        return Say("not_emailed")
    return Email(found.filter.status, context.plain(slots["message"])[:_LONGEST_NOTE] or None)
