"""The HTTP status of a page that shows a domain error."""

from __future__ import annotations

from chatbot.domain.errors import Conflict, DomainError, LimitReached, NotFound

_STATUSES: dict[type[DomainError], int] = {NotFound: 404, Conflict: 409, LimitReached: 429}


def status_of(error: DomainError) -> int:
    return next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 400)
