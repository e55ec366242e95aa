"""The services that processes share: database, channel layer and job queue."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from streaming.layers.redis_hosts import redis_hosts

from .environment import BASE_DIR, env_int

# SQLite takes its write lock when a transaction starts, so that two writers wait for each other instead of
# failing halfway.
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
try:
    _database: dict[str, Any] = dict(dj_database_url.parse(DATABASE_URL))
except ValueError as error:  # it may hold a password, so it is not shown
    raise ImproperlyConfigured(
        "DATABASE_URL must be postgresql://user:password@host:5432/name or sqlite:///path."
    ) from error
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["CONN_MAX_AGE"] = 60  # seconds; to open a connection costs as much as two queries
    _database["OPTIONS"] = {
        "timeout": 5,  # seconds that a request waits for the lock before it is answered 503; runs wait longer
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        **_database.get("OPTIONS", {}),
    }
else:
    from chatbot.pool import check_if_spoken_to

    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),
        "pool": {
            "min_size": 1,
            "max_size": env_int("DATABASE_POOL_SIZE", 20),
            "timeout": 10,
            "check": check_if_spoken_to,  # a pooled connection may be older than the server
        },
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The layer carries notifications only; delivery and order do not depend on it.
REDIS_URL = os.environ.get("REDIS_URL", "")
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "streaming.layers.redis.RedisLayer",
        "CONFIG": {"hosts": redis_hosts(REDIS_URL), "prefix": "lockstep"},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
}

# Where background jobs run: in the server's own process, or in `manage.py worker` processes.
JOBS = os.environ.get("JOBS") or "in-process"
TASKS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "chatbot.background.in_process.InProcessBackend"}}
if JOBS == "workers":
    if _database["ENGINE"] != "django.db.backends.postgresql" or not REDIS_URL:
        raise ImproperlyConfigured(
            "JOBS=workers needs PostgreSQL and Redis: set DATABASE_URL=postgresql://… and REDIS_URL=redis://…."
        )
    TASKS["default"] = {
        "BACKEND": "chatbot.background.queue.QueueBackend",
        "OPTIONS": {
            # A claim reads every job that is kept: 1 ms with 3,600 of them, 8 ms with 36,000.
            "QUEUES": {"default": {"cleanup_ttl": "1 minute", "cleanup_limit": 100_000}},
            "DEFAULT_MAX_ATTEMPTS": 1,  # the sweeper finds lost jobs in the database
            "ENABLE_ADMIN": False,
            "SCHEDULE": {"prune": {"task": "chatbot.jobs.prune", "cron": "20 3 * * *"}},
            "CLEANUP": {"schedule": "* * * * *"},
        },
    }
elif JOBS != "in-process":
    raise ImproperlyConfigured(f"JOBS must be in-process or workers, not {JOBS!r}.")
