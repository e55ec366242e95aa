"""Where the programs are, and what happens to a test that needs one which is not here."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def program(*names: str, package: str) -> str:
    """Return the path of the first of these that is here; where none is, skip the test, or in CI fail it."""
    for name in names:
        if path := shutil.which(name):
            return path
    missing(f"{names[0]} is not installed; on Debian or Ubuntu: apt-get install {package}")


def postgresql_program(name: str) -> str:
    """Find a server program of PostgreSQL, which Debian keeps out of the PATH, by version."""
    directories = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    newest = [str(directory / name) for directory in reversed(directories)]
    return program(name, *newest, package="postgresql")


def missing(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
