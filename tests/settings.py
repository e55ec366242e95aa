"""The settings without what the machine's environment and a `.env` say, and with quick passwords."""

from __future__ import annotations

import os

KEPT_OUT = tuple(
    "AGENT_ ANSWER_ BEHIND_ CONVERSATION_ DAILY_ EMAIL_ EVENT_ JOBS LOG_ PROXY_ REDIS_ RUN_ SECRET_ SIGN_ "
    "STAFF_ STREAMING_ TIME_ZONE".split()
)

# The database may be chosen, for the whole suite runs on PostgreSQL too.
for name in list(os.environ):
    if name.startswith(KEPT_OUT):
        del os.environ[name]
os.environ["PYTHON_DOTENV_DISABLED"] = "true"
os.environ["DEBUG"] = "true"

from chatbot.settings import *  # noqa: E402, F403

# Files are served from where they are; nothing is collected for the tests.
STATIC_ROOT = None  # type: ignore[assignment]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DAILY_MESSAGE_LIMIT = 10_000  # a test of crashes asks hundreds of times; those of the limit set their own
# Each test client has a chain of middleware of its own, and would begin by reading every static file.
WHITENOISE_AUTOREFRESH = True
