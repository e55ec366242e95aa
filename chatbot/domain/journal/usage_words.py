"""Format tokens and cost for people; a dash where they are unknown."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chatbot.domain.journal.usage import Usage

UNKNOWN = "–"
_SMALLEST = Decimal("0.0001")


def tokens_phrase(usage: Usage) -> str:
    """1,443 in, 80 out"""
    parts = [
        f"{count:,} {word}"
        for count, word in (
            (usage.input, pgettext("tokens", "in")),
            (usage.output, pgettext("tokens", "out")),
        )
        if count is not None
    ]
    return ", ".join(parts) or UNKNOWN


def tokens_in_detail(usage: Usage) -> str:
    """1,443 in (1,024 cached), 80 out (64 thinking)"""
    return (
        ", ".join(
            f"{count:,} {word}" + (f" ({part:,} {kind})" if part else "")
            for count, word, part, kind in (
                (usage.input, pgettext("tokens", "in"), usage.cached, _("cached")),
                (usage.output, pgettext("tokens", "out"), usage.reasoning, _("thinking")),
            )
            if count is not None
        )
        or UNKNOWN
    )


def cost_phrase(cost: Decimal | None) -> str:
    """0.0031 USD, or 12.40 USD"""
    if cost is None:
        return UNKNOWN
    if 0 < cost < _SMALLEST:
        return _("under %(cost)s") % {"cost": f"{_SMALLEST} {settings.AGENT_CURRENCY}"}
    return f"{cost:,.{2 if cost >= 1 else 4}f} {settings.AGENT_CURRENCY}"
