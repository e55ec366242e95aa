"""Outputs of tools that only exist in tests."""

from __future__ import annotations

from chatbot.domain.events import ToolOutput
from chatbot.tools.common.batches import Counted

__all__ = ["Counted", "Numbered", "ToolOutput"]


class Numbered(ToolOutput):
    number: int
