"""Token usage and cost: of a turn, as its endpoint reports them, and of a person's day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from chatbot.model_endpoint import ModelPrice
from chatbot.models import Conversation, DailyUsage, TitleRequest, Turn

_MILLION = 1_000_000
_PLACES = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Usage:
    """`None` is unknown. `input` includes cached tokens, `output` includes reasoning tokens."""

    input: int | None = None
    cached: int | None = None
    output: int | None = None
    reasoning: int | None = None
    cost: Decimal | None = None

    @property
    def total(self) -> int | None:
        known = [count for count in (self.input, self.output) if count is not None]
        return sum(known) if known else None

    @classmethod
    def of(cls, turn: Turn) -> Self:
        return cls(
            turn.input_tokens, turn.cached_tokens, turn.output_tokens, turn.reasoning_tokens, turn.cost
        )

    def columns(self) -> dict[str, Any]:
        """The columns of a `Turn` or `TitleRequest`: the reverse of `of`."""
        return {
            "input_tokens": self.input,
            "cached_tokens": self.cached,
            "output_tokens": self.output,
            "reasoning_tokens": self.reasoning,
            "cost": self.cost,
        }

    @classmethod
    def sum(cls, usages: Iterable[Self]) -> Self:
        """Each count over the usages that know it."""
        listed = list(usages)
        return cls(
            _sum(usage.input for usage in listed),
            _sum(usage.cached for usage in listed),
            _sum(usage.output for usage in listed),
            _sum(usage.reasoning for usage in listed),
            _sum(usage.cost for usage in listed),
        )


def _sum[N: (int, Decimal)](counts: Iterable[N | None]) -> N | None:
    total: N | None = None
    for count in counts:
        if count is not None:
            total = count if total is None else total + count
    return total


def usage_in(response: Any, model: str) -> Usage:
    """The usage that a recorded response reports, and its cost by the price of the model.

    The counts are those of the Responses API, with `cached_tokens` in `input_tokens_details` or beside it.
    """
    given = _mapping(response, "usage")
    tokens = Usage(
        input=_count(given, "input_tokens"),
        cached=_count({**_mapping(given, "input_tokens_details"), **given}, "cached_tokens"),
        output=_count(given, "output_tokens"),
        reasoning=_count({**_mapping(given, "output_tokens_details"), **given}, "reasoning_tokens"),
    )
    price = settings.AGENT_PRICES.get(model)
    return replace(tokens, cost=None if price is None else _cost(tokens, price))


def _cost(tokens: Usage, price: ModelPrice) -> Decimal | None:
    if tokens.input is None or tokens.output is None:
        return None
    cached = min(tokens.cached or 0, tokens.input)
    fresh = (tokens.input - cached) * price.input
    return ((fresh + cached * price.cached + tokens.output * price.output) / _MILLION).quantize(_PLACES)


def today() -> date:
    """Today in the site's time zone, whatever the person's: changing theirs must not reset a limit."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def add_to_day(owner_id: UUID, model: str, usage: Usage) -> None:
    """Add the usage of a turn to its day, in the caller's transaction, which has locked the turn's run."""
    row = DailyUsage.objects.filter(owner_id=owner_id, day=today(), model=model)
    cost = {"cost": Coalesce(F("cost"), Decimal(0)) + usage.cost} if usage.cost is not None else {}
    counted = {
        "turns": F("turns") + 1,
        "input_tokens": F("input_tokens") + (usage.input or 0),
        "cached_tokens": F("cached_tokens") + (usage.cached or 0),
        "output_tokens": F("output_tokens") + (usage.output or 0),
        "reasoning_tokens": F("reasoning_tokens") + (usage.reasoning or 0),
        **cost,
    }
    if not row.update(**counted):
        DailyUsage.objects.get_or_create(owner_id=owner_id, day=today(), model=model)
        row.update(**counted)


def usage_of_conversation(conversation: Conversation) -> Usage:
    """The usage of all its turns and of its title."""
    turns = _total(Turn.objects.filter(run__conversation=conversation))
    return Usage.sum([turns, _total(TitleRequest.objects.filter(pk=conversation.pk))])


def usage_of_day(owner_id: UUID) -> Usage:
    return _total(DailyUsage.objects.filter(owner_id=owner_id, day=today()))


def _total(rows: Any) -> Usage:
    columns = ("input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "cost")
    sums = rows.order_by().aggregate(**{f"{column}_sum": Sum(column) for column in columns})
    return Usage(*(sums[f"{column}_sum"] for column in columns))


def _mapping(given: Any, name: str) -> dict[str, Any]:
    value = given.get(name) if isinstance(given, dict) else None
    return value if isinstance(value, dict) else {}


def _count(given: dict[str, Any], name: str) -> int | None:
    """`None` for what is no count, or does not fit into the column."""
    value = given.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None
