"""How the tokens of a response are read and priced, in each format."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from chatbot.domain.journal.budget import budget_reset_at
from chatbot.domain.journal.usage import Usage, today, usage_in
from chatbot.domain.journal.usage_words import cost_phrase, tokens_in_detail, tokens_phrase
from chatbot.model_endpoint import ModelPrice
from tests.subtests import as_subtests

PRICE = ModelPrice(input=Decimal(1), cached=Decimal("0.1"), output=Decimal(10))


@as_subtests(
    ("given", "expected"),
    [
        (
            {
                "input_tokens": 100,
                "input_tokens_details": {"cached_tokens": 40},
                "output_tokens": 10,
                "output_tokens_details": {"reasoning_tokens": 4},
            },
            (100, 40, 10, 4, Decimal("0.000164")),
        ),
        (
            {"input_tokens": 100, "cached_tokens": 40, "output_tokens": 10, "reasoning_tokens": 4},
            (100, 40, 10, 4, Decimal("0.000164")),
        ),
        ({"input_tokens": 100, "output_tokens": 10}, (100, None, 10, None, Decimal("0.0002"))),
        (
            {"input_tokens": 10, "cached_tokens": 40, "output_tokens": 0},
            (10, 40, 0, None, Decimal("0.000001")),
        ),
        ({"output_tokens": 10}, (None, None, 10, None, None)),
        ({"input_tokens": -1, "output_tokens": "10", "cached_tokens": True}, (None,) * 5),
        ({"input_tokens": 2**31, "output_tokens": 1}, (None, None, 1, None, None)),
        ("?", (None,) * 5),
        (None, (None,) * 5),
    ],
)
def test_usage_in_a_response(given: Any, expected: tuple[Any, ...], settings: Settings) -> None:
    settings.AGENT_PRICES = {"some-model": PRICE}
    assert usage_in({"usage": given}, "some-model") == Usage(*expected)
    assert usage_in({"usage": given}, "another") == Usage(*expected[:4])


def test_usage_is_formatted_for_people(settings: Settings) -> None:
    usage = Usage(1443, 1024, 80, 64)
    assert tokens_phrase(usage) == "1,443 in, 80 out"
    assert tokens_in_detail(usage) == "1,443 in (1,024 cached), 80 out (64 thinking)"
    assert (tokens_phrase(Usage()), tokens_in_detail(Usage()), cost_phrase(None)) == ("–", "–", "–")
    settings.AGENT_CURRENCY = "EUR"
    amounts = ("0", "0.00001", "0.0123456", "12.3456", "1234.5")
    assert [cost_phrase(Decimal(amount)) for amount in amounts] == [
        "0.0000 EUR",
        "under 0.0001 EUR",
        "0.0123 EUR",
        "12.35 EUR",
        "1,234.50 EUR",
    ]


def test_the_day_of_usage_uses_the_sites_time_zone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    with timezone.override("Asia/Tokyo"):  # in the person's time zone
        assert today() == date(2026, 7, 1)
        assert budget_reset_at() == datetime(2026, 7, 2, tzinfo=UTC)
