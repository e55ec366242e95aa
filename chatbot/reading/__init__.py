"""Reads what people write about a task, and says where in the text each thing was read. See README.md."""

from __future__ import annotations

from .reader import LANGUAGES, read
from .result import Kind, Priority, Reading, Reason, Span, Unread

__all__ = ["LANGUAGES", "Kind", "Priority", "Reading", "Reason", "Span", "Unread", "read"]
