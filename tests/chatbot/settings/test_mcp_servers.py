from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatbot.configured_server import ConfiguredServer
from chatbot.settings.mcp_servers import mcp_servers
from tests.subtests import as_subtests


def read(**servers: Any) -> dict[str, ConfiguredServer]:
    return mcp_servers({"MCP_SERVERS": json.dumps(servers)})


def test_programs_and_addresses() -> None:
    assert mcp_servers({}) == {}
    assert read(
        files={"command": "npx", "args": ["-y", "files"], "env": {"ROOT": "/srv"}, "trusted": True},
        wiki={"url": "http://wiki.internal/mcp", "headers": {"X-Key": "s3cret"}},
    ) == {
        "files": ConfiguredServer(("npx", "-y", "files"), {"ROOT": "/srv"}, is_trusted=True),
        "wiki": ConfiguredServer(url="http://wiki.internal/mcp", headers={"X-Key": "s3cret"}),
    }


@as_subtests(("name", "server", "sentence"), [
    ("A", {"command": "x"}, "small letters"),
    ("a__b", {"command": "x"}, "small letters"),
    ("x" * 21, {"command": "x"}, "small letters"),
    ("files", "npx", "must have a command"),
    ("files", {}, "must have a command"),
    ("files", {"command": "x", "url": "http://x"}, "must have a command"),
    ("files", {"command": "x", "cwd": "s3cret"}, "must have a command"),
    ("files", {"command": "x", "args": "s3cret"}, "args must be a list"),
    ("files", {"command": "x", "env": {"KEY": 7}}, "env must be a JSON object of texts"),
    ("files", {"command": "x", "trusted": "yes"}, "trusted true or false"),
    ("files", {"url": "s3cret"}, "must begin with"),
    ("files", {"url": "http://x", "headers": {"A B": "s3cret"}}, "cannot be the name of a header"),
])  # fmt: skip
def test_mistakes_stop_the_start_and_show_no_secret(name: str, server: Any, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence) as raised:
        read(**{name: server})
    assert "s3cret" not in str(raised.value)
