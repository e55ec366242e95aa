"""Many short turns, and one long answer: with the project's runner and without it.

The cost of journal and events is the time of a run beyond the bare SDK with the same provider over HTTP,
the same process settings, and tools with the same effect on the same database, which an application needs
in any case. Everything else counts: the claim, the lease, the fences, the journal, the events, their
delivery to a tab.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from statistics import median

from benchmarks.effort import Effort
from benchmarks.figures import Part, Table, Target
from benchmarks.providers import slowly, turns
from benchmarks.samples import median_ratio
from benchmarks.workspace import Workspace
from tests.provider.script import says

from .contestants import DATABASES, Answered, bare, contestants

MOST = {"SQLite": 15, "PostgreSQL": 20}  # ms that journal and events may cost a turn
TURNS = 10  # of a run; each but the last calls a tool
TOKENS, PAUSE = 1_000, 0.01  # of the long answer; seconds between two tokens

type Rounds = dict[str, list[Answered]]


async def measure(workspace: Workspace, effort: Effort) -> Part:
    short = await _turns(workspace, effort.runs // 2)
    long = await _long_answers(workspace, effort.answers)
    return Part(
        [_turns_table(short), _answers_table(long)],
        [
            *(
                Target(f"{name}, journal and events a turn", _cost(short, name), MOST[name], "ms")
                for name in DATABASES
            ),
            *(
                Target(f"{name}, slowdown of a long answer", _slowdown(long, name), 2, "%")
                for name in DATABASES
            ),
            *(
                Target(f"{name}, commits of a long answer", _commits(long, name), 25, "")
                for name in DATABASES
            ),
        ],
    )


async def _turns(workspace: Workspace, runs: int) -> Rounds:
    """In turn, round by round, so that noise of the machine affects all equally."""
    script = turns(TURNS, lambda after: says("You have no tasks.", after=after))
    settings = workspace.provider.settings("turns", *script)
    rounds: Rounds = defaultdict(list)
    async with contestants(workspace, settings) as answers:
        for number in range(runs + 1):
            for name, answer in answers.items():
                answered = await answer()
                if number > 0:  # the first run warms up
                    rounds[name].append(answered)
    return rounds


async def _long_answers(workspace: Workspace, answers: int) -> Rounds:
    """All at once: most of the time is waiting for tokens."""
    settings = workspace.provider.settings("short", says("Hello.", after=0))
    rounds: Rounds = defaultdict(list)
    async with contestants(workspace, settings) as processes:
        for number in range(answers + 1):
            if number == 1:  # a short answer has warmed up
                workspace.provider.settings("short", slowly(TOKENS, PAUSE))
            answered = await asyncio.gather(*(answer() for answer in processes.values()))
            if number > 0:
                for name, one in zip(processes, answered, strict=True):
                    rounds[name].append(one)
    return rounds


def _cost(rounds: Rounds, name: str) -> float:
    """Milliseconds that a turn costs beyond the bare SDK's."""
    pairs = zip(rounds[name], rounds[bare(name)], strict=True)
    return median((one.seconds - other.seconds) / TURNS * 1e3 for one, other in pairs)


def _slowdown(rounds: Rounds, name: str) -> float:
    """Percent of the bare SDK's time."""
    ratio = median_ratio(*([one.seconds for one in rounds[who]] for who in (name, bare(name))))
    return (ratio - 1) * 100


def _commits(rounds: Rounds, name: str) -> int:
    return max(one.commits for one in rounds[name])


def _turns_table(rounds: Rounds) -> Table:
    rows = [
        (
            name,
            _turn(rounds[bare(name)]),
            _turn(rounds[name]),
            _cost(rounds, name),
            _commits(rounds, name) / TURNS,
        )
        for name in DATABASES
    ]
    columns = ("", "bare SDK, ms a turn", "runner, ms a turn", "difference", "commits a turn")
    return Table(f"A run of {TURNS} turns, each but the last with a tool", columns, rows)


def _turn(answered: list[Answered]) -> float:
    return median(one.seconds for one in answered) / TURNS * 1e3


def _answers_table(rounds: Rounds) -> Table:
    rows = [
        (
            name,
            median(one.seconds for one in rounds[bare(name)]),
            median(one.seconds for one in rounds[name]),
            _slowdown(rounds, name),
            _commits(rounds, name),
        )
        for name in DATABASES
    ]
    columns = ("", "bare SDK, seconds", "runner, seconds", "slower by %", "commits")
    return Table(f"An answer of {TOKENS:,} tokens", columns, rows)
