"""How much a person may ask of the agent in a day: the site's day (`TIME_ZONE`), whatever their own is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from chatbot.domain.errors import LimitReached
from chatbot.domain.people import rates
from chatbot.formatting import relative_moment
from chatbot.models import User

_KIND = "agent"


def requests_left(owner: User) -> int:
    """How often the user may still set the agent to work today."""
    return max(settings.DAILY_MESSAGE_LIMIT - rates.uses(_KIND, str(owner.pk)), 0)


def count_request(owner: User) -> None:
    """Count a message, a new plan, or anything else that sets the agent to work, even if it is deleted later.

    Locks the user: call it before anything else is locked. Raises `LimitReached`.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    ends = end_of_day()
    try:
        rates.use(_KIND, str(owner.pk), limit=settings.DAILY_MESSAGE_LIMIT, expires_at=ends)
    except LimitReached as reached:
        limit = settings.DAILY_MESSAGE_LIMIT
        reset = relative_moment(reached.reset_at, timezone.now(), owner.date_settings)
        raise LimitReached(
            f"You have sent {limit} messages today, plans and new answers included, which is the limit. "
            f"You can go on {reset} ({owner.time_zone}).",
            reached.reset_at,
        ) from reached


def forget_requests(owner: User) -> None:
    """Delete what is counted for a person who is deleted."""
    rates.forget(_KIND, str(owner.pk))


def end_of_day() -> datetime:
    """When the site's day ends."""
    zone = timezone.get_default_timezone()
    now = timezone.now().astimezone(zone)
    # Where clocks are changed at midnight: the first one counts, or the moment that comes in its place.
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return (midnight + timedelta(days=1)).astimezone(UTC)
