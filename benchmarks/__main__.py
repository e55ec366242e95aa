"""Run the benchmarks, print tables and ratios, and exit with 1 if a target is missed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
import uvloop

from . import answers, chat, commit_to_tab, flood, imports, reading
from .effort import FULL, QUICK, Effort
from .fanout import part as fanout
from .figures import Part
from .growth import part as growth
from .journal import part as journal
from .load import part as load
from .machine import describe
from .page import part as page
from .requests import part as requests
from .returning import part as returning
from .workers import part as workers
from .workspace import Workspace

PARTS: dict[str, Callable[[Workspace, Effort], Coroutine[Any, Any, Part]]] = {
    "fanout": fanout.measure,
    "commit-to-tab": commit_to_tab.measure,
    "chat": chat.measure,
    "flood": flood.measure,
    "journal": journal.measure,
    "workers": workers.measure,
    "tabs": returning.measure,
    "page": page.measure,
    "answers": answers.measure,
    "reading": reading.measure,
    "growth": growth.measure,
    "requests": requests.measure,
    "import": imports.measure,
    "load": load.measure,
}
ON_REQUEST = {"load"}  # which takes ten minutes, and the whole machine


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--part", action="append", choices=PARTS, help="this one only; may be repeated")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a first impression")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    arguments = parser.parse_args()
    print(f"{describe()}\n")
    started = time.monotonic()
    usual = [name for name in PARTS if name not in ON_REQUEST]
    try:
        parts = {name: _measure(name, QUICK if arguments.quick else FULL) for name in arguments.part or usual}
    except (pytest.skip.Exception, pytest.fail.Exception) as missing:
        print(f"A program is missing: {missing}", file=sys.stderr)
        return 2
    targets = [target for part in parts.values() for target in part.targets]
    print(*targets, f"\n{time.monotonic() - started:.0f} s", sep="\n")
    if arguments.json:
        figures = {name: part.as_json() for name, part in parts.items()}
        arguments.json.write_text(json.dumps({"machine": describe(), "parts": figures}, indent=2) + "\n")
    return 0 if all(target.is_met for target in targets) else 1


def _measure(name: str, effort: Effort) -> Part:
    with Workspace() as workspace:
        part = uvloop.run(PARTS[name](workspace, effort))
    print(*part.tables, sep="\n")
    return part


if __name__ == "__main__":
    sys.exit(main())
