"""Where a server is, and what it is sent so that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from chatbot.configured_server import ConfiguredServer
from chatbot.models import McpServer

_HIDDEN = "█████"


@dataclass(frozen=True, slots=True)
class Target:
    """`command` is a program that is started; empty for a server with a `url`."""

    server_id: UUID
    version: int
    is_trusted: bool
    url: str = ""
    headers: Mapping[str, str] | None = None
    command: tuple[str, ...] = ()
    env: Mapping[str, str] | None = None
    allow_private: bool = False

    def without_secrets(self, text: str) -> str:
        """What the server says, which may quote what it was sent."""
        for values in (self.headers or {}, self.env or {}):
            for value in values.values():
                secret = value.removeprefix("Bearer ")
                if len(secret) > 3:
                    text = text.replace(secret, _HIDDEN)
        return text


def target_of(server: McpServer) -> Target | None:
    """`None` for a server of the setting that is not in it any more."""
    if server.owner_id is None:
        configured = settings.MCP_SERVERS.get(server.prefix)
        return _of_setting(server, configured) if configured else None
    return Target(
        server.pk,
        server.version,
        server.is_trusted,
        url=server.url,
        headers=_headers(server),
        allow_private=settings.MCP_ALLOW_PRIVATE,
    )


def _of_setting(server: McpServer, configured: ConfiguredServer) -> Target:
    return Target(
        server.pk,
        server.version,
        configured.is_trusted,
        url=configured.url,
        headers=configured.headers,
        command=configured.command,
        env=configured.env,
        allow_private=True,
    )


def _headers(server: McpServer) -> dict[str, str]:
    if not server.secret:
        return {}
    return {server.header: server.secret} if server.header else {"Authorization": f"Bearer {server.secret}"}
