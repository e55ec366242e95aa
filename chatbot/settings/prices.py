"""What models cost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from chatbot.model_endpoint import ModelPrice

from .environment import env_json_object

_KINDS = {"input", "cached", "output"}


def read_prices(name: str, source: Mapping[str, str]) -> dict[str, ModelPrice]:
    """Per million tokens: `{"gpt-5-mini": {"input": 0.25, "cached": 0.025, "output": 2}}`.

    Without a price of its own, cached input costs what other input does.
    """
    return {model: _price(name, model, given) for model, given in env_json_object(name, source).items()}


def _price(name: str, model: str, given: Any) -> ModelPrice:
    if not isinstance(given, dict) or not {"input", "output"} <= given.keys() <= _KINDS:
        raise ImproperlyConfigured(f"{name}: {model} needs the keys input and output, and may have cached.")
    amounts = {kind: _amount(name, model, amount) for kind, amount in given.items()}
    return ModelPrice(amounts["input"], amounts.get("cached", amounts["input"]), amounts["output"])


def _amount(name: str, model: str, given: Any) -> Decimal:
    try:
        # By its text: 0.1 as a float is a little more.
        amount = Decimal(str(given))
    except InvalidOperation:
        amount = Decimal("NaN")
    if isinstance(given, bool) or not amount.is_finite() or amount < 0:
        raise ImproperlyConfigured(f"{name}: a price of {model} must be a number from 0 on, not {given!r}.")
    return amount
