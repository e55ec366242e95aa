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
# Names a conversation after its first answer; without one, its first message is its name.
AGENT_TITLE = title_model_of(os.environ.get("AGENT_TITLE_MODEL", "").strip(), AGENT_MODELS)
# What models cost, by name; a turn of a model that is not among them has no cost.
AGENT_PRICES = read_prices("AGENT_PRICES", os.environ)
AGENT_CURRENCY = os.environ.get("AGENT_CURRENCY", "").strip() or "USD"
# What one person may use in a day, the site's; 0 is no limit.
DAILY_TOKEN_BUDGET = env_int("DAILY_TOKEN_BUDGET", 0)
DAILY_COST_BUDGET = env_decimal("DAILY_COST_BUDGET")
_asked = [*AGENT_MODELS, *([AGENT_TITLE] if AGENT_TITLE else [])]
_unpriced = [model.model for model in _asked if model.model not in AGENT_PRICES]
if DAILY_COST_BUDGET and _unpriced:
    raise ImproperlyConfigured(f"DAILY_COST_BUDGET needs a price of {_unpriced[0]} in AGENT_PRICES.")
RUN_TIMEOUT = env_int("RUN_TIMEOUT", 300, minimum=1)  # seconds without progress after which a run fails
# Seconds for which a run may be at work in all; its rests for a decision and the queue do not count.
RUN_LIMIT = env_int("RUN_LIMIT", 1_800, minimum=1)
ANSWER_LIMIT = env_int("ANSWER_LIMIT", 200_000, minimum=1)  # characters of one answer
RUN_LEASE = env_int("RUN_LEASE", 20, minimum=1)  # seconds for which an attempt owns its run, unless it renews
# Seconds after which a call that nobody approved is declined.
APPROVAL_TTL = env_int("APPROVAL_TTL", 86_400, minimum=1)
# More tasks than this are changed by one message only once the person has approved it.
APPROVE_CHANGES_ABOVE = env_int("APPROVE_CHANGES_ABOVE", 10)
# Independent steps of a plan that are done side by side.
PLAN_PARALLEL_STEPS = env_int("PLAN_PARALLEL_STEPS", 1, minimum=1)
DAILY_EMAIL_LIMIT = env_int("DAILY_EMAIL_LIMIT", 5)  # lists that the agent emails to a person in a day
DAILY_MESSAGE_LIMIT = env_int("DAILY_MESSAGE_LIMIT", 100)
