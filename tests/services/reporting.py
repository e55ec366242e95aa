"""What fixtures and the report of a failed test tell each other."""

from __future__ import annotations

import pytest

from tests.services.process import Process

# The processes whose logs belong into the report.
PROCESSES = pytest.StashKey[list[Process]]()
# Whether the test failed, for the fixtures that are torn down after it.
FAILED = pytest.StashKey[bool]()
