"""Reads values out of JSON that may be anything; what is not of the kind asked for counts as absent."""

from __future__ import annotations

from typing import Any


def mapping_in(given: Any, name: str) -> dict[str, Any]:
    """The object of that name in what an endpoint sent; empty if there is none."""
    value = given.get(name) if isinstance(given, dict) else None
    return value if isinstance(value, dict) else {}


def list_in(given: Any, name: str) -> list[Any]:
    value = given.get(name) if isinstance(given, dict) else None
    return value if isinstance(value, list) else []


def text_in(given: Any, name: str) -> str:
    value = given.get(name) if isinstance(given, dict) else None
    return value if isinstance(value, str) else ""


def count_in(given: Any, name: str) -> int | None:
    value = given.get(name) if isinstance(given, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
