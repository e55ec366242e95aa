"""The site's settings, with static files that a browser caches: pages load dozens of them."""

from __future__ import annotations

from chatbot.settings import *  # noqa: F403

WHITENOISE_MAX_AGE = 24 * 60 * 60
