"""Logging: to the console, one line for each record."""

from __future__ import annotations

import logging
import os
import re

# Links of invitations, mails and shared chats: one that was refused once may still be valid.
_SECRET_IN_PATH = re.compile(r"(/accounts/(?:sign-up|email|password/reset/[^/]+)/|/s/|/calendar/)[^/\s]+")

_BAD_TEXT = "Invalid UTF-8 sequence received from client."  # in a socket's frame


def _refusal_in_one_line(record: logging.LogRecord) -> bool:
    """Drop the traceback of refused requests: anybody may send an unknown Host as often as they like."""
    if (
        record.name.startswith("django.security")
        or (record.name == "django.request" and record.levelno < logging.ERROR)
        or (record.name == "uvicorn.error" and record.msg == _BAD_TEXT)
    ):
        record.exc_info = record.exc_text = None
    return True


def _hide_secrets(record: logging.LogRecord) -> bool:
    """Remove tokens from logged addresses, so that a reader of the log cannot use somebody's link."""
    if record.name.startswith(("django.request", "django.security")):
        record.msg, record.args = _SECRET_IN_PATH.sub(r"\1…", record.getMessage()), ()
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "refusals": {"()": "django.utils.log.CallbackFilter", "callback": _refusal_in_one_line},
        "secrets": {"()": "django.utils.log.CallbackFilter", "callback": _hide_secrets},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals", "secrets"],
        },
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    # Request lines of Daphne carry query strings, and with them tokens.
    "loggers": {
        "django.channels.server": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
        "uvicorn.error": {"level": "WARNING", "filters": ["refusals"]},  # its handler is its own
        "axes": {"level": "WARNING"},  # failures; three lines for each sign-in besides
        # Two lines for each job.
        "django.tasks": {"level": "WARNING"},
        "django_absurd": {"level": "WARNING"},
        "mcp": {"level": "WARNING"},  # likewise for each request
    },
}
