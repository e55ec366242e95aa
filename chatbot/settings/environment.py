"""Read the environment and a `.env` file. An invalid value stops the start with a sentence."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv

BASE_DIR = Path(__file__).resolve().parent.parent.parent
load_dotenv(BASE_DIR / ".env")

_ORIGIN = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


def env_bool(name: str, default: bool, source: Mapping[str, str] = os.environ) -> bool:
    value = source.get(name, "").strip().lower()
    if value not in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return default if value == "" else value in {"1", "true", "yes", "on"}


def env_int(name: str, default: int, *, minimum: int = 0, source: Mapping[str, str] = os.environ) -> int:
    value = source.get(name, "").strip()
    try:
        number = int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error
    if number < minimum:
        raise ImproperlyConfigured(f"{name} must be a whole number from {minimum} on, not {value!r}.")
    return number


def env_float(
    name: str, default: float, *, minimum: float = 0, source: Mapping[str, str] = os.environ
) -> float:
    value = source.get(name, "").strip()
    try:
        number = float(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}.") from error
    if not math.isfinite(number) or number < minimum:
        raise ImproperlyConfigured(f"{name} must be a number from {minimum:g} on, not {value!r}.")
    return number


def env_decimal(name: str, source: Mapping[str, str] = os.environ) -> Decimal:
    """An amount of money; zero if nothing is set."""
    value = source.get(name, "").strip()
    try:
        amount = Decimal(value or 0)
    except InvalidOperation as error:
        raise ImproperlyConfigured(f"{name} must be a number, not {value!r}.") from error
    if not amount.is_finite() or amount < 0:
        raise ImproperlyConfigured(f"{name} must be a number from 0 on, not {value!r}.")
    return amount


def env_choice[C: str](name: str, choices: tuple[C, ...], source: Mapping[str, str] = os.environ) -> C:
    """One of the choices; the first if nothing is set."""
    value = source.get(name, "").strip()
    for choice in choices:
        if (value or choices[0]) == choice:
            return choice
    raise ImproperlyConfigured(f"{name} must be {_either(choices)}, not {value!r}.")


def env_json_object(name: str, source: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """An error does not show the value: headers may contain secrets."""
    value = source.get(name, "").strip()
    try:
        parsed = json.loads(value or "{}", parse_constant=_refuse_constant)
    except ValueError as error:
        raise ImproperlyConfigured(f'{name} must be a JSON object, like {{"name": "value"}}.') from error
    if not isinstance(parsed, dict):
        raise ImproperlyConfigured(f'{name} must be a JSON object, like {{"name": "value"}}.')
    return parsed


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_origins(name: str) -> list[str]:
    """Origins as browsers send them (RFC 6454, section 6.2)."""
    origins = env_list(name)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(
                f"{name} must be origins like https://app.example or http://localhost:3000, not {origin!r}."
            )
    return origins


def _either(choices: tuple[str, ...]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON.")


DEBUG = env_bool("DEBUG", default=False)
