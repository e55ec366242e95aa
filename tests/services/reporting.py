"""State that fixtures and the report of a failed test share."""

from __future__ import annotations

import pytest

from tests.services.process import Process

# The processes whose logs are part of the report.
PROCESSES = pytest.StashKey[list[Process]]()
# Whether the test failed, for the fixtures that are torn down after it.
FAILED = pytest.StashKey[bool]()
