"""All measurements of a worker, on one site; and the restart of a single process."""

from __future__ import annotations

from benchmarks.effort import Effort
from benchmarks.figures import Part
from benchmarks.providers import slowly, turns
from benchmarks.workspace import Workspace
from tests.provider.script import says

from . import idle, many, restart, starts, stops, takeover, together
from .site import Site

TOKENS, PAUSE = 40, 0.25  # of an answer of ten seconds; the rate matters little to the first event
MODEL = "worker"


async def measure(workspace: Workspace, effort: Effort) -> Part:
    script = turns(2, lambda after: slowly(TOKENS, PAUSE, after))
    settings = workspace.provider.settings(MODEL, *script)
    site = Site(workspace, settings)
    parts = [await many.measure(site), await stops.measure(site, effort.runs)]
    workspace.provider.settings(MODEL, slowly(TOKENS, PAUSE))
    parts.append(await together.measure(site))
    workspace.provider.settings(MODEL, says("Nothing.", after=0))
    parts.append(await starts.measure(site, effort.runs))
    workspace.provider.settings(MODEL, slowly(TOKENS * 20, PAUSE))  # lasts longer than the lease
    parts.append(await takeover.measure(site))
    site.stop()
    parts += [await restart.measure(workspace, settings), await idle.measure(workspace, settings)]
    return Part(
        [table for part in parts for table in part.tables],
        [target for part in parts for target in part.targets],
    )
