"""The date settings of the current request, for code without a user at hand, such as admin columns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC

from .settings import DateSettings

_current: ContextVar[DateSettings | None] = ContextVar("date_settings", default=None)


@contextmanager
def formatted_for(settings: DateSettings) -> Iterator[None]:
    token = _current.set(settings)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def written_in(language: str) -> Iterator[None]:
    """The current settings, for what is written in that language."""
    with formatted_for(replace(current_date_settings(), written_in=language)):
        yield


def current_date_settings() -> DateSettings:
    """Those of the signed-in person; outside of requests, UTC."""
    return _current.get() or DateSettings(UTC)
