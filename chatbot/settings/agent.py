"""The agent: its model endpoint, and the limits of runs and plans."""

from __future__ import annotations

import os

from .endpoint import read_endpoint
from .environment import env_int

# Without an endpoint, the built-in offline assistant answers.
AGENT_ENDPOINT = read_endpoint(os.environ)
RUN_TIMEOUT = env_int("RUN_TIMEOUT", 300, minimum=1)  # seconds without progress after which a run fails
RUN_LEASE = env_int("RUN_LEASE", 20, minimum=1)  # seconds for which an attempt owns its run, unless it renews
# Seconds after which a call that nobody approved is declined.
APPROVAL_TTL = env_int("APPROVAL_TTL", 86_400, minimum=1)
# Independent steps of a plan that are done side by side.
PLAN_PARALLEL_STEPS = env_int("PLAN_PARALLEL_STEPS", 1, minimum=1)
DAILY_MESSAGE_LIMIT = env_int("DAILY_MESSAGE_LIMIT", 100)
