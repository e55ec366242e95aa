"""The settings without those of the machine's environment and a `.env`, and with fast password hashing."""

from __future__ import annotations

import os

KEPT_OUT = tuple(
    "AGENT_ ANSWER_ API_ BEHIND_ CONVERSATION_ DAILY_ EMAIL_ EVENT_ JOBS LOG_ MCP_ OAUTH_ PROXY_ REDIS_ "
    "RUN_ SECRET_ SIGN_ STAFF_ STREAMING_ TIME_ZONE WEBHOOKS_".split()
)

# The database may be chosen, since the whole suite runs on PostgreSQL too.
for name in list(os.environ):
    if name.startswith(KEPT_OUT):
        del os.environ[name]
os.environ["PYTHON_DOTENV_DISABLED"] = "true"
os.environ["DEBUG"] = "true"

from chatbot.settings import *  # noqa: E402, F403

# Tests end with open connections in threads of the loop otherwise, which is an error of its own.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# The machine does not lose its power during a test, so no commit has to wait for the disk.
if "init_command" in DATABASES["default"].get("OPTIONS", {}):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"  # noqa: F405
# Files are served from their directories; nothing is collected for the tests.
STATIC_ROOT = None  # type: ignore[assignment]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
API_REQUESTS_PER_MINUTE = 0  # tests of the limit set their own
DAILY_MESSAGE_LIMIT = 10_000  # a test of crashes requests hundreds of times; those of the limit set their own
# Each test client has its own chain of middleware, which would start by reading every static file.
WHITENOISE_AUTOREFRESH = True
