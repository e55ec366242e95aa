"""A problem with a command, for the page that shows where it was given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a command failed, shown at the run or tool call that it was about."""

    at: str  # id of the run or tool call
    sentence: str
