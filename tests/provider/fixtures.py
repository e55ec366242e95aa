from __future__ import annotations

import itertools
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.provider.script import Provider
from tests.services.ports import free_port
from tests.services.process import Process

ROOT = Path(__file__).parent.parent.parent
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def provider_client(services: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Start the server, and return an HTTP client of it."""
    port = free_port()
    argv = [sys.executable, "-m", "tests.provider.server", str(port)]
    log = tmp_path_factory.mktemp("provider") / "provider.log"
    # It has nothing to save, and may be sending an answer that never ends.
    process = Process(argv, log=log, cwd=ROOT, stop_signal=signal.SIGKILL)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:

        def answers() -> bool:
            try:
                return client.get("/v1/models").is_success
            except httpx.TransportError:
                return False

        try:
            process.start()
            process.wait_ready(answers)
            yield client
        finally:
            process.stop()


@pytest.fixture
def provider(provider_client: httpx.Client) -> Provider:
    return Provider(provider_client, f"model-{next(_numbers)}")
