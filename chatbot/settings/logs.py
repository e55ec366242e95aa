"""Logging: to the console, one line for each record, for people or as JSON."""

from __future__ import annotations

import logging
import os
import re
from typing import Any

from chatbot.log_context import add_context

from .environment import env_choice

# Links of invitations, mails and shared chats: one that was refused once may still be valid.
_SECRET_IN_PATH = re.compile(
    r"(/accounts/(?:sign-up|email|reminders|password/reset/[^/]+)/|/s/|/calendar/)[^/\s]+"
)

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


_FORMATS: dict[str, dict[str, Any]] = {
    "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    "json": {
        "()": "chatbot.log_context.json_formatter",
    },
}
LOG_FORMAT = env_choice("LOG_FORMAT", tuple(_FORMATS))
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"chosen": _FORMATS[LOG_FORMAT]},
    "filters": {
        "refusals": {"()": "django.utils.log.CallbackFilter", "callback": _refusal_in_one_line},
        "secrets": {"()": "django.utils.log.CallbackFilter", "callback": _hide_secrets},
        "context": {"()": "django.utils.log.CallbackFilter", "callback": add_context},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "chosen",
            "filters": ["refusals", "secrets", "context"],
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
        "httpx2": {"level": "WARNING"},  # each request, with its URL, which may have a secret in it
        "mcp": {"level": "WARNING"},  # likewise for each request
        "mcp.client": {"level": "CRITICAL"},  # what other servers do wrong, with a traceback and their answer
    },
}
if LOG_FORMAT == "json":
    # Not of "uvicorn": that would set its log of requests going again, whose addresses carry tokens.
    LOGGING["loggers"]["uvicorn.error"] |= {"handlers": ["console"], "propagate": False}
