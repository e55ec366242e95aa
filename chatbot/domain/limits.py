"""How much a person may ask of the agent in a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from chatbot.models import Message, User

from .errors import LimitReached


def messages_left(owner: User) -> tuple[int, datetime]:
    """How many messages the user may still send today, and when the day ends in their time zone."""
    now = timezone.now().astimezone(owner.tz)
    # Where clocks are changed at midnight: the first one counts, or the moment that comes in its place.
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    reset_at = (midnight + timedelta(days=1)).astimezone(UTC).astimezone(owner.tz)
    sent = Message.objects.filter(
        owner=owner, role=Message.Role.USER, created_at__gte=midnight, conversation__plan=None
    ).count()
    return max(settings.DAILY_MESSAGE_LIMIT - sent, 0), reset_at


def require_message_left(owner: User) -> None:
    left, reset_at = messages_left(owner)
    if not left:
        limit = settings.DAILY_MESSAGE_LIMIT
        raise LimitReached(
            f"You have sent {limit} messages today, which is the limit. You can go on at "
            f"{reset_at:%H:%M} ({owner.time_zone}).",
            reset_at,
        )
