from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """How often each part is measured."""

    rounds: int  # of all contestants, in turn
    commits: int  # to a stream, in one round
    runs: int  # of the agent, on each server
    answers: int  # of ten seconds
    storms: int  # of stalled sockets, and of tabs that reconnect, on each server


FULL = Effort(rounds=7, commits=150, runs=40, answers=2, storms=2)
QUICK = Effort(rounds=2, commits=60, runs=12, answers=1, storms=1)
