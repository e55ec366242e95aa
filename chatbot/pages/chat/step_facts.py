"""The arguments of a tool call, as its details show them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from chatbot.formatting import DateSettings, absolute_day, absolute_moment, notice, notices
from chatbot.models import Task
from chatbot.pages.chat.argument_names import argument_name


def facts_of(arguments: Mapping[str, Any], dates: DateSettings, now: datetime) -> tuple[tuple[str, str], ...]:
    """Names and values, without the arguments that say nothing."""
    return tuple(
        (argument_name(name), _words(name, value, dates, now))
        for name, value in arguments.items()
        if value or (value == 0 and value is not False)
    )


def _words(name: str, value: Any, dates: DateSettings, now: datetime) -> str:
    match name, value:
        case "estimate", int():
            return notice(value, dates.written_in)
        case "reminders", [*minutes] if all(isinstance(one, int) for one in minutes):
            return notices(minutes, dates.written_in)
        case (("priority" | "new_priority"), str()) if value in Task.Priority:
            return str(Task.Priority(value).label)
        case _, str():
            return _date(value, dates, now) or value
        case _, True:
            return _("yes")
        case _, list():
            return ", ".join(_name(one) for one in value)
        case _:
            return _name(value)


def _date(text: str, dates: DateSettings, now: datetime) -> str:
    """ "" if it is no date, or none that exists."""
    try:
        if day := parse_date(text):
            return absolute_day(day, now, dates)
        if moment := parse_datetime(text):
            return absolute_moment(moment if moment.tzinfo else moment.replace(tzinfo=dates.zone), now, dates)
    except (ValueError, OverflowError):
        return ""
    return ""


def _name(value: Any) -> str:
    """A task of several is its title."""
    if isinstance(value, dict):
        return str(value["title"]) if "title" in value else json.dumps(value)
    return str(value)
