"""What an endpoint says, fit for the log: it may quote the key that it was sent."""

from __future__ import annotations

import re

from chatbot.model_endpoint import ModelEndpoint

HIDDEN = "█████"
# Keys of well-known providers, and whatever is said to be one.
_KEYS = re.compile(
    r"\b(?:sk|rk|pk|gsk|xai|key|api)[-_][\w.*-]{4,}|\bAIza[\w-]{10,}|\b(?:Bearer|Basic)\s+\S+|"
    r"(?<=key=)[^\s&\"']+|(?<=token=)[^\s&\"']+",
    re.IGNORECASE,
)


def without_secrets(text: str, endpoint: ModelEndpoint) -> str:
    for secret in (endpoint.api_key, *endpoint.headers.values(), *endpoint.query.values()):
        if len(secret) > 3:
            text = text.replace(secret, HIDDEN)
    return _KEYS.sub(HIDDEN, text)
