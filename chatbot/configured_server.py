"""An MCP server of the setting `MCP_SERVERS`: a program, or an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ConfiguredServer:
    """`command` is the program with its arguments; empty for a server with a `url`."""

    command: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_trusted: bool = False
