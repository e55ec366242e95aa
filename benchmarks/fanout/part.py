"""All contestants, few tabs and many, bursts and paced; round by round, so that noise affects all equally."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from benchmarks.effort import Effort
from benchmarks.figures import Cell, Part, Table, Target
from benchmarks.samples import median_ratio
from benchmarks.workspace import Workspace
from tests.services.web_server import Kind

from .deliveries import Audience, Deliveries, deliver
from .peers.measure import measure_peers

ONE = Audience(1, 1, burst=500, paced=60)
HUNDRED = Audience(1, 100, burst=100, paced=60)
MANY = Audience(1, 500, burst=60, paced=60)
PEOPLE = Audience(100, 5, burst=1_000, paced=100)
AUDIENCES: dict[Kind, Sequence[Audience]] = {
    "uvicorn": (ONE, HUNDRED, MANY, PEOPLE),
    "daphne": (HUNDRED,),
}
PACES = ("burst", "paced")

type Measured = dict[tuple[Kind, Audience, str, str], list[Deliveries]]


async def measure(workspace: Workspace, effort: Effort) -> Part:
    servers = {
        kind: workspace.serve(
            kind, workspace.sqlite.new(), application="benchmarks.fanout.application:application"
        )
        for kind in AUDIENCES
    }
    measured: Measured = defaultdict(list)
    for number in range(effort.rounds + 1):
        for kind, server in servers.items():
            for audience in AUDIENCES[kind]:
                for name in _contestants(audience):
                    for pace, one in zip(PACES, await deliver(server.ws_url, name, audience), strict=True):
                        if number > 0:  # the first round warms up
                            measured[kind, audience, pace, name].append(one)
    for server in servers.values():
        server.stop()
    peers = await measure_peers(HUNDRED, effort.rounds)
    return Part([*(_table(measured, kind) for kind in AUDIENCES), peers], _targets(measured))


def _contestants(audience: Audience) -> Sequence[str]:
    # A member of the group for each of 500 tabs would take ten seconds for one burst.
    return ("hub", "list") if audience is MANY else ("hub", "group", "list")


def _table(measured: Measured, kind: Kind) -> Table:
    rows: list[Sequence[Cell]] = []
    for audience in AUDIENCES[kind]:
        for name in _contestants(audience):
            row: list[Cell] = [str(audience), name]
            for pace in PACES:
                values = measured[kind, audience, pace, name]
                row.append(median(one.cpu for one in values))
                row.append(_ratio(measured, kind, audience, pace, name, "list", "cpu"))
                row += [median(getattr(one, percentile) for one in values) for percentile in ("p50", "p99")]
            rows.append(row)
    columns = ["tabs", "", *(f"{pace} {what}" for pace in PACES for what in ("µs", "/ list", "p50", "p99"))]
    return Table(
        f"200-byte events on {kind}: µs of server CPU per delivered event, and of the list's; ms to arrive",
        columns,
        rows,
    )


def _targets(measured: Measured) -> list[Target]:
    def target(
        audience: Audience,
        pace: str,
        limit: float,
        other: str = "list",
        what: str = "cpu",
        kind: Kind = "uvicorn",
    ) -> Target:
        ratio = _ratio(measured, kind, audience, pace, "hub", other, what)
        name = "CPU" if what == "cpu" else what
        return Target(f"{kind}, {audience} tabs, {pace}, {name} of hub / {other}", ratio, limit, "times")

    return [
        target(HUNDRED, "paced", 1.2),
        target(PEOPLE, "paced", 1.5),
        target(ONE, "paced", 1.5),
        target(HUNDRED, "burst", 0.8),
        target(MANY, "burst", 3, what="p99"),
        *(target(HUNDRED, "burst", 0.35, "group", kind=kind) for kind in AUDIENCES),
        *(target(HUNDRED, "burst", 0.7, "group", what="p99", kind=kind) for kind in AUDIENCES),
    ]


def _ratio(
    measured: Measured, kind: Kind, audience: Audience, pace: str, name: str, other: str, what: str
) -> float:
    return median_ratio(
        *([getattr(one, what) for one in measured[kind, audience, pace, each]] for each in (name, other))
    )
