"""What is logged, and how: to the console, a line for each record."""

from __future__ import annotations

import logging
import os


def _refusal_in_one_line(record: logging.LogRecord) -> bool:
    """Drop the traceback of a refused request: anybody may send an unknown Host as often as they like."""
    if record.name.startswith("django.security") or (
        record.name == "django.request" and record.levelno < logging.ERROR
    ):
        record.exc_info = record.exc_text = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "refusals": {"()": "django.utils.log.CallbackFilter", "callback": _refusal_in_one_line},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    # Request lines of Daphne carry query strings, and with them tokens.
    "loggers": {
        "django.channels.server": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
        "uvicorn.error": {"level": "WARNING"},
        "axes": {"level": "WARNING"},  # failures; three lines for each sign-in besides
        # Two lines for each job.
        "django.tasks": {"level": "WARNING"},
        "django_absurd": {"level": "WARNING"},
    },
}
