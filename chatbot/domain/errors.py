"""The errors of the domain, each with a sentence that can be shown to a person."""

from __future__ import annotations

from datetime import datetime


class DomainError(Exception):
    """`code` is for programs."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(DomainError):
    """A value is not valid; `field` names it, if there is one."""

    code = "invalid"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFound(DomainError):
    """It does not exist or belongs to another person; callers cannot tell which."""

    code = "not_found"


class Conflict(DomainError):
    """It is not in a state that allows this."""

    code = "conflict"


class KeyReused(Conflict):
    """The idempotency key was used for another request."""

    code = "idempotency_key_reused"


class KeyInUse(Conflict):
    """The first request with the idempotency key is still being carried out."""

    code = "idempotency_key_in_use"


class Unavailable(DomainError):
    """An external service that this needs is not available."""

    code = "unavailable"


class LimitReached(DomainError):
    code = "limit_reached"

    def __init__(self, message: str, reset_at: datetime) -> None:
        super().__init__(message)
        self.reset_at = reset_at
