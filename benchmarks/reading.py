"""The time to read texts that people type, and texts that consist of dates only.

CPU time, so that other processes do not count; the target of a long text is for the slowest kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import process_time
from zoneinfo import ZoneInfo

from chatbot.reading import read

from .effort import Effort
from .figures import Part, Table, Target
from .samples import percentile
from .workspace import Workspace

TEXTS: Mapping[str, str] = {
    "prose": "Buy cake for the party tomorrow at 5pm #party !high, remind me 30 minutes before and call Bob "
    "about the trip to the mountains with Anna; it should be a quiet weekend with snow and good food. ",
    "dates": "every monday at 5pm next friday quarter to 9 in 2 hours and 15 minutes 24.12. ",
    "quotes": "'a “b ",
    "marks": "- , ( ",
}
SHORT, LONG = 200, 10_000
NOW = datetime(2026, 11, 29, 10, tzinfo=ZoneInfo("Europe/Berlin"))


async def measure(workspace: Workspace, effort: Effort) -> Part:
    short = {name: _times(text, SHORT, effort.commits) for name, text in TEXTS.items()}
    long = {name: _times(text, LONG, effort.rounds) for name, text in TEXTS.items()}
    rows = [
        (name, percentile(short[name], 50), percentile(short[name], 95), percentile(long[name], 50))
        for name in TEXTS
    ]
    columns = ("text", f"{SHORT} characters p50", "p95", f"{LONG} characters p50")
    return Part(
        [Table("Reading, ms", columns, rows)],
        [
            Target(f"{SHORT} characters, p95 of the slowest", max(row[2] for row in rows), 2, "ms"),
            Target(f"{LONG} characters, p50 of the slowest", max(row[3] for row in rows), 50, "ms"),
        ],
    )


def _times(text: str, length: int, rounds: int) -> list[float]:
    """In milliseconds, without the first one, which compiles the rules."""
    whole = (text * (length // len(text) + 1))[:length]
    times: list[float] = []
    for _ in range(rounds + 1):
        started = process_time()
        read(whole, now=NOW, zone=ZoneInfo("Europe/Berlin"))
        times.append(1_000 * (process_time() - started))
    return times[1:]
