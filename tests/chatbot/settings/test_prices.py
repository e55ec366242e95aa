"""Prices and budgets in the environment."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatbot.model_endpoint import ModelPrice
from chatbot.settings.environment import env_decimal
from chatbot.settings.prices import read_prices
from tests.subtests import as_subtests


def test_prices_are_exact() -> None:
    text = '{"a": {"input": 0.1, "output": "0.30"}, "b": {"input": 1, "cached": 0, "output": 2}}'
    assert read_prices("P", {"P": text}) == {
        "a": ModelPrice(Decimal("0.1"), Decimal("0.1"), Decimal("0.30")),
        "b": ModelPrice(Decimal(1), Decimal(0), Decimal(2)),
    }
    assert read_prices("P", {}) == {}


@as_subtests(
    ("text", "says"),
    [
        ("0.25", "P must be a JSON object"),
        ('{"a": 0.25}', "P: a needs the keys input and output, and may have cached."),
        ('{"a": {"input": 1}}', "P: a needs the keys input and output"),
        ('{"a": {"input": 1, "output": 2, "ouput": 3}}', "P: a needs the keys input and output"),
        ('{"a": {"input": -1, "output": 2}}', "P: a price of a must be a number from 0 on, not -1."),
        ('{"a": {"input": "free", "output": 2}}', "P: a price of a must be a number from 0 on, not 'free'."),
        ('{"a": {"input": 1e999, "output": 2}}', "P: a price of a must be a number from 0 on"),
        ('{"a": {"input": true, "output": 2}}', "P: a price of a must be a number from 0 on, not True."),
    ],
)
def test_invalid_prices_are_refused(text: str, says: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(says)):
        read_prices("P", {"P": text})


@as_subtests("value", ["-1", "much", "NaN", "Infinity"])
def test_a_budget_is_an_amount(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DAILY_COST_BUDGET must be a number"):
        env_decimal("DAILY_COST_BUDGET", {"DAILY_COST_BUDGET": value})
