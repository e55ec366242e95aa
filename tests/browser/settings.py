"""The site's settings, with static files that a browser may cache for a minute: pages load dozens of them."""

from __future__ import annotations

from chatbot.settings import *  # noqa: F403

WHITENOISE_MAX_AGE = 60
