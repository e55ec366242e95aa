"""Finds programs, and skips or fails a test that needs a missing one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def program(*names: str, package: str) -> str:
    """Return the path of the first of these programs that exists; if none does, skip the test, or
    in CI fail it."""
    for name in names:
        if path := shutil.which(name):
            return path
    missing(f"{names[0]} is not installed; on Debian or Ubuntu: apt-get install {package}")


def postgresql_program(name: str) -> str:
    """Find a server program of PostgreSQL, which Debian does not put into the PATH, by version."""
    directories = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    newest = [str(directory / name) for directory in reversed(directories)]
    return program(name, *newest, package="postgresql")


def missing(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
