"""What is left of a person's day, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chatbot.domain.runs.allowance import Allowance, allowance_of
from chatbot.formatting import relative_moment
from chatbot.models import User


@dataclass(frozen=True, slots=True)
class AllowanceView:
    """`slack`: after how many requests they are scarce. `wait`: seconds, if nothing is left."""

    text: str  # empty while there is plenty
    details: tuple[str, ...]
    slack: int
    wait: int
    has_budget: bool


def allowance_view(user: User) -> AllowanceView:
    left, now = allowance_of(user), timezone.now()
    reset = relative_moment(left.resets_at, now, user.date_settings)
    budget = [] if left.budget is None else [_budget(left.budget)]
    return AllowanceView(
        text=_text(left),
        details=(_messages(left.requests), *budget, _("It starts again %(reset)s.") % {"reset": reset}),
        slack=left.slack,
        wait=math.ceil((left.resets_at - now).total_seconds()) if left.is_used_up else 0,
        has_budget=left.budget is not None,
    )


def _text(left: Allowance) -> str:
    scarce = [] if left.slack else [_messages(left.requests)]
    if left.is_budget_scarce:
        scarce.append(_budget(left.budget or 0))
    return " · ".join(scarce)


def _messages(count: int) -> str:
    if count == 0:
        return _("No message left today")
    return ngettext("%(count)d message left today", "%(count)d messages left today", count) % {"count": count}


def _budget(share: float) -> str:
    return _("%(percent)d %% of today’s budget left") % {"percent": math.ceil(share * 100)}
