"""The daily budget of a person for model usage, in tokens or in money."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import LimitReached
from chatbot.domain.journal.usage import today, usage_of_day
from chatbot.formatting import relative_moment
from chatbot.models import User


def has_budget(owner: User) -> bool:
    return any(_budgets(owner))


def budget_left(owner: User) -> float | None:
    """The share of today's budget that is left, from 0 to 1; `None` if there is no budget."""
    tokens, cost = _budgets(owner)
    if not (tokens or cost):
        return None
    used = usage_of_day(owner.pk)
    shares = []
    if tokens:
        shares.append((used.total or 0) / tokens)
    if cost:
        shares.append(float((used.cost or 0) / cost))
    return max(1 - max(shares), 0.0)


def require_budget_left(owner: User) -> None:
    """Raises `LimitReached`. Runs that have started may exceed the budget by one turn."""
    if budget_left(owner) == 0:
        reset_at = budget_reset_at()
        reset = relative_moment(reset_at, timezone.now(), owner.date_settings)
        raise LimitReached(
            _("You have used up today's budget for the assistant. You can continue %(reset)s (%(zone)s).")
            % {"reset": reset, "zone": owner.time_zone},
            reset_at,
        )


def budget_reset_at() -> datetime:
    """When the next day starts in the site's time zone."""
    midnight = datetime.combine(today() + timedelta(days=1), time.min)
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def _budgets(owner: User) -> tuple[int, Decimal]:
    """In tokens and in money: the person's own, or those of everybody; 0 is no limit."""
    tokens, cost = owner.daily_token_budget, owner.daily_cost_budget
    return (
        settings.DAILY_TOKEN_BUDGET if tokens is None else tokens,
        settings.DAILY_COST_BUDGET if cost is None else cost,
    )
