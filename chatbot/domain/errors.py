"""What can go wrong in the domain, each with a sentence that can be shown to a person."""

from __future__ import annotations

from datetime import datetime


class DomainError(Exception):
    """`code` names the kind of error for programs."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(DomainError):
    """A value cannot be taken; `field` names it, if there is one."""

    code = "invalid"

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFound(DomainError):
    """It does not exist, or belongs to somebody else: the two are not told apart."""

    code = "not_found"


class Conflict(DomainError):
    """It has moved on meanwhile."""

    code = "conflict"


class Unavailable(DomainError):
    """Something outside of this site that it takes is not to be had."""

    code = "unavailable"


class LimitReached(DomainError):
    code = "limit_reached"

    def __init__(self, message: str, reset_at: datetime) -> None:
        super().__init__(message)
        self.reset_at = reset_at
