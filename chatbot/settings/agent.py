"""The agent: its model endpoint, and the limits of runs and plans."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from .environment import env_decimal, env_int
from .models import fallback_of, read_models, title_model_of
from .prices import read_prices

# Without a model, the built-in offline assistant answers. The first is the default.
AGENT_MODELS = read_models(os.environ)
AGENT_ENDPOINT = AGENT_MODELS[0] if AGENT_MODELS else None
AGENT_FALLBACK = fallback_of(os.environ.get("AGENT_FALLBACK_MODEL", "").strip(), AGENT_MODELS)
# Writes the title of a conversation after its first answer; without one, the first message is the title.
AGENT_TITLE = title_model_of(os.environ.get("AGENT_TITLE_MODEL", "").strip(), AGENT_MODELS)
# Prices of models, by name; turns of other models have no cost.
AGENT_PRICES = read_prices("AGENT_PRICES", os.environ)
AGENT_CURRENCY = os.environ.get("AGENT_CURRENCY", "").strip() or "USD"
# For one person and one day of the site; 0 is no limit.
DAILY_TOKEN_BUDGET = env_int("DAILY_TOKEN_BUDGET", 0)
DAILY_COST_BUDGET = env_decimal("DAILY_COST_BUDGET")
_asked = [*AGENT_MODELS, *([AGENT_TITLE] if AGENT_TITLE else [])]
_unpriced = [model.model for model in _asked if model.model not in AGENT_PRICES]
if DAILY_COST_BUDGET and _unpriced:
    raise ImproperlyConfigured(f"DAILY_COST_BUDGET needs a price of {_unpriced[0]} in AGENT_PRICES.")
RUN_TIMEOUT = env_int("RUN_TIMEOUT", 300, minimum=1)  # seconds without progress after which a run fails
# Seconds for which a run may work in all, without waiting for decisions or in the queue.
RUN_LIMIT = env_int("RUN_LIMIT", 1_800, minimum=1)
ANSWER_LIMIT = env_int("ANSWER_LIMIT", 200_000, minimum=1)  # characters of one answer
RUN_LEASE = env_int(
    "RUN_LEASE", 20, minimum=1
)  # seconds until the lease of an attempt expires unless it is renewed
# Seconds after which a call that nobody approved is declined.
APPROVAL_TTL = env_int("APPROVAL_TTL", 86_400, minimum=1)
# If one message changes more tasks than this, the person has to approve it first.
APPROVE_CHANGES_ABOVE = env_int("APPROVE_CHANGES_ABOVE", 10)
# How many independent steps of a plan run in parallel.
PLAN_PARALLEL_STEPS = env_int("PLAN_PARALLEL_STEPS", 1, minimum=1)
DAILY_EMAIL_LIMIT = env_int("DAILY_EMAIL_LIMIT", 5)  # task lists that the agent emails to a person per day
DAILY_MESSAGE_LIMIT = env_int("DAILY_MESSAGE_LIMIT", 100)
