"""PostgreSQL refuses text that SQLite stores, so the tests of bad input run on it, too."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.services.programs import postgresql_program
from tests.services.web_server import ROOT

SUITES = [
    "tests/chatbot/test_hostile_addresses.py",
    "tests/chatbot/api/test_bad_input.py",
    "tests/chatbot/test_folding.py",
]


@pytest.mark.usefixtures("services")
@pytest.mark.timeout(300)
def test_bad_input_is_refused_on_postgresql() -> None:
    postgresql_program("initdb")
    command = [sys.executable, "-m", "tests.services.on_postgresql", "-q", "-p", "no:cacheprovider", *SUITES]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-2_000:]
    assert " passed" in done.stdout
