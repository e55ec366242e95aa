"""How a command of the terminal client ends: exit codes, and the errors that lead to them."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    ANSWERED = 0
    FAILED = 1
    USAGE = 2
    NEEDS_DECISION = 3
    UNREACHABLE = 4
    INTERRUPTED = 130


class Problem(Exception):
    """Has a sentence for people."""

    outcome = Outcome.FAILED


class NotSignedIn(Problem):
    outcome = Outcome.USAGE


class Unreachable(Problem):
    outcome = Outcome.UNREACHABLE


class Refused(Problem):
    """The server refused a request."""

    def __init__(self, sentence: str, status: int, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.outcome = Outcome.USAGE if status in {400, 403, 404} else Outcome.FAILED
