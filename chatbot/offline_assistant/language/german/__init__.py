"""Translates German requests into English ones, which the English tables read."""

from __future__ import annotations

from .translating import answer_in_english, in_english, requests
from .wishes import wishes

__all__ = ["answer_in_english", "in_english", "requests", "wishes"]
