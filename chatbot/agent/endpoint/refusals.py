"""What the HTTP client raises, as a `Fault`."""

from __future__ import annotations

import openai

from .faults import Fault


def fault_of(error: openai.OpenAIError) -> Fault:
    match error:
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return Fault("unauthorized", str(error))
        case openai.RateLimitError():
            return Fault("rate_limited", str(error))
        case openai.APITimeoutError():
            return Fault("timeout", str(error))
        case openai.NotFoundError() | openai.BadRequestError() | openai.UnprocessableEntityError():
            return Fault("refused", str(error))
        case openai.APIConnectionError():
            return Fault("unreachable", str(error))
        case _:
            return Fault("provider_error", str(error))
