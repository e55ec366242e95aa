"""The daily limit of requests to the agent. Days are those of the site (`TIME_ZONE`), not of the person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import LimitReached
from chatbot.domain.people import rate_limits
from chatbot.domain.people.locking import lock_user
from chatbot.formatting import relative_moment
from chatbot.models import User

_KIND = "agent"


def message_limit(owner: User) -> int:
    """How many requests a day: the person's own limit, or that of everybody."""
    own = owner.daily_message_limit
    return settings.DAILY_MESSAGE_LIMIT if own is None else own


def requests_left(owner: User) -> int:
    """How many requests to the agent the user has left today."""
    return max(message_limit(owner) - rate_limits.uses(_KIND, str(owner.pk)), 0)


def count_request(owner: User) -> None:
    """Count a message, a new plan or any other request to the agent, even if it is deleted later.

    Locks the user: call it before anything else is locked. Raises `LimitReached`.
    """
    lock_user(owner)
    count_request_of_locked(owner)


def count_request_of_locked(owner: User) -> None:
    """As `count_request`, for a user whom the caller has locked."""
    ends, limit = end_of_day(), message_limit(owner)
    try:
        rate_limits.use(_KIND, str(owner.pk), limit=limit, expires_at=ends)
    except LimitReached as reached:
        reset = relative_moment(reached.reset_at, timezone.now(), owner.date_settings)
        raise LimitReached(
            _(
                "You have sent %(limit)s messages today, plans and new answers included, which is the limit. "
                "You can continue %(reset)s (%(zone)s)."
            )
            % {"limit": limit, "reset": reset, "zone": owner.time_zone},
            reached.reset_at,
        ) from reached


def forget_requests(owner: User) -> None:
    """Delete the count of a person who is being deleted."""
    rate_limits.forget(_KIND, str(owner.pk))


def end_of_day() -> datetime:
    """When the current day of the site ends."""
    zone = timezone.get_default_timezone()
    now = timezone.now().astimezone(zone)
    # If clocks change at midnight: the first midnight, or the moment that replaces it.
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return (midnight + timedelta(days=1)).astimezone(UTC)
