"""The agent: its model endpoint, and the limits of runs and plans."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from .endpoint import read_endpoint
from .environment import env_decimal, env_int
from .prices import read_prices

# Without an endpoint, the built-in offline assistant answers.
AGENT_ENDPOINT = read_endpoint(os.environ)
# What models cost, by name; a turn of a model that is not among them has no cost.
AGENT_PRICES = read_prices("AGENT_PRICES", os.environ)
AGENT_CURRENCY = os.environ.get("AGENT_CURRENCY", "").strip() or "USD"
# What one person may use in a day, the site's; 0 is no limit.
DAILY_TOKEN_BUDGET = env_int("DAILY_TOKEN_BUDGET", 0)
DAILY_COST_BUDGET = env_decimal("DAILY_COST_BUDGET")
if DAILY_COST_BUDGET and AGENT_ENDPOINT is not None and AGENT_ENDPOINT.model not in AGENT_PRICES:
    raise ImproperlyConfigured(f"DAILY_COST_BUDGET needs a price of {AGENT_ENDPOINT.model} in AGENT_PRICES.")
RUN_TIMEOUT = env_int("RUN_TIMEOUT", 300, minimum=1)  # seconds without progress after which a run fails
RUN_LEASE = env_int("RUN_LEASE", 20, minimum=1)  # seconds for which an attempt owns its run, unless it renews
# Seconds after which a call that nobody approved is declined.
APPROVAL_TTL = env_int("APPROVAL_TTL", 86_400, minimum=1)
# Independent steps of a plan that are done side by side.
PLAN_PARALLEL_STEPS = env_int("PLAN_PARALLEL_STEPS", 1, minimum=1)
DAILY_MESSAGE_LIMIT = env_int("DAILY_MESSAGE_LIMIT", 100)
