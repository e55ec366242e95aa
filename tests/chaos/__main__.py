"""`python -m tests.chaos`: a round on each variant, one table, and exit status 1 if anything went wrong."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from random import SystemRandom

from tests.chaos.installation import Variant
from tests.chaos.oracle import Oracle
from tests.chaos.round import Plan, Round
from tests.chaos.table import cases, table

DELIVERIES = 100_000
SHARES: dict[Variant, float] = {"cluster": 0.7, "single": 0.3}


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    variants: list[Variant] = list(SHARES) if options.variant == "both" else [options.variant]
    shares = SHARES if len(variants) > 1 else {options.variant: 1}
    directory = Path(tempfile.mkdtemp(prefix="lockstep-chaos-"))
    directory.chmod(0o755)
    oracles: dict[str, Oracle] = {}
    _tell(f"seed {options.seed}")
    for variant in variants:
        plan = Plan(
            variant,
            options.seed,
            kills=round(options.kills * shares[variant]),
            users=options.users,
            tabs=options.tabs,
            deliveries=round(options.deliveries * shares[variant]),
        )
        logs = directory / variant
        logs.mkdir()
        oracles[variant] = Round(plan, logs, _tell).play()
    _tell(table(oracles))
    if all(oracle.is_content for oracle in oracles.values()):
        shutil.rmtree(directory)
        return 0
    _tell(f"\nseed {options.seed}; logs and database in {directory}\n{cases(oracles)}")
    return 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=210)
    parser.add_argument("--deliveries", type=int, default=DELIVERIES, help="at least so many")
    parser.add_argument("--seed", default=str(SystemRandom().randrange(10**6)))
    parser.add_argument("--variant", choices=["cluster", "pair", "single", "both"], default="both")
    parser.add_argument("--users", type=int, default=6)
    parser.add_argument("--tabs", type=int, default=24, help="of each user")
    return parser.parse_args(arguments)


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
