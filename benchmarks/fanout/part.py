"""All contestants on both servers, with few tabs and many; round by round, so that noise meets all alike."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from benchmarks.effort import Effort
from benchmarks.figures import Part, Table, Target
from benchmarks.samples import median_ratio
from benchmarks.workspace import Workspace
from tests.services.web_server import Kind

from .bursts import Burst, burst

KINDS: tuple[Kind, ...] = ("uvicorn", "daphne")
CONTESTANTS = ("hub", "group", "list")
EVENTS = {1: 500, 5: 300, 50: 100, 100: 100}  # of a burst, by the number of tabs

type Rounds = dict[tuple[str, int, str], list[Burst]]


async def measure(workspace: Workspace, effort: Effort) -> Part:
    servers = {
        kind: workspace.serve(
            kind, workspace.sqlite.new(), application="benchmarks.fanout.application:application"
        )
        for kind in KINDS
    }
    rounds: Rounds = defaultdict(list)
    for number in range(effort.rounds + 1):
        for kind, server in servers.items():
            for tabs, events in EVENTS.items():
                for name in CONTESTANTS:
                    measured = await burst(server.ws_url, name, tabs, events)
                    if number > 0:  # the first round warms up
                        rounds[kind, tabs, name].append(measured)
    against_list = await _against_list(servers["uvicorn"].ws_url, effort.rounds * 3)
    for server in servers.values():
        server.stop()
    return Part(
        [_table(rounds, kind) for kind in KINDS],
        [*(target for kind in KINDS for target in _against_group(rounds, kind)), against_list],
    )


def _table(rounds: Rounds, kind: Kind) -> Table:
    columns = ["tabs", *(f"{name} µs" for name in CONTESTANTS), "hub/group", "hub/list"]
    columns += [f"{name} {percent}" for name in CONTESTANTS for percent in ("p50", "p99")]
    rows = []
    for tabs in EVENTS:
        bursts = {name: rounds[kind, tabs, name] for name in CONTESTANTS}
        rows.append(
            [
                tabs,
                *(median(one.cpu for one in bursts[name]) for name in CONTESTANTS),
                *(_cpu_ratio(rounds, kind, tabs, other) for other in ("group", "list")),
                *(
                    median(getattr(one, p) for one in bursts[name])
                    for name in CONTESTANTS
                    for p in ("p50", "p99")
                ),
            ]
        )
    title = (
        f"Fan-out of 200-byte events on {kind}: µs of server CPU per delivered event; ms to arrive in a burst"
    )
    return Table(title, columns, rows)


def _against_group(rounds: Rounds, kind: Kind) -> list[Target]:
    hub, group = ([one.p99 for one in rounds[kind, 50, name]] for name in ("hub", "group"))
    return [
        Target(f"{kind}, 50 tabs, CPU of hub / group", _cpu_ratio(rounds, kind, 50, "group"), 0.35, "times"),
        Target(f"{kind}, 50 tabs, burst p99 of hub / group", median_ratio(hub, group), 0.7, "times"),
    ]


async def _against_list(server: str, pairs: int) -> Target:
    """These two are so close that only many pairs tell them apart."""
    hub, bare = [], []
    for _ in range(pairs):
        hub.append((await burst(server, "hub", 100, EVENTS[100])).cpu)
        bare.append((await burst(server, "list", 100, EVENTS[100])).cpu)
    return Target("uvicorn, 100 tabs, CPU of hub / list", median_ratio(hub, bare), 1.0, "times")


def _cpu_ratio(rounds: Rounds, kind: Kind, tabs: int, other: str) -> float:
    return median_ratio(*([one.cpu for one in rounds[kind, tabs, name]] for name in ("hub", other)))
