from __future__ import annotations

import pytest

from tests.services.web_server import WebServer


@pytest.fixture
def site(server_here: WebServer) -> WebServer:
    """Each kind of server in turn."""
    return server_here
