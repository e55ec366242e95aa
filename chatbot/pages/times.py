"""Times as `<time>` elements."""

from __future__ import annotations

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from chatbot.formatting import DateSettings, relative_day, relative_moment
from streaming.log import iso


def moment_html(moment: datetime, dates: DateSettings, now: datetime) -> SafeString:
    """ "today at 9:00"."""
    return _time(moment, relative_moment(moment, now, dates))


def day_html(moment: datetime, dates: DateSettings, now: datetime) -> SafeString:
    """ "today"."""
    return _time(moment, relative_day(moment, now, dates))


def _time(moment: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', iso(moment), words)
