"""The tools of servers that a run offers to its model, and where a call of one leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.errors import Conflict
from chatbot.domain.jobs import jobs
from chatbot.models import McpServer, Run, User
from chatbot.models.now import Now
from streaming.entry import dumps

from .looks import AFTER_FAILURE
from .targets import Target, target_of

_CLOCKS_DIFFER = timedelta(seconds=30)  # at most, for whether to ask the database
MOST_TOOLS = 100  # of a run; models accept 128 together with ours
MOST_CHARACTERS = 60_000  # of their descriptions, which each request of the run has in it


@dataclass(slots=True)
class Offer:
    """`tools` as they are stored with the run; `unreachable` are the names of servers without theirs."""

    tools: list[dict[str, Any]] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)


def offer(run: Run) -> Offer:
    """What is known of the servers that the run's owner may use. Nothing waits for a server here.

    Servers whose tools were read too long ago are asked again by jobs.
    """
    made = Offer()
    prefixes: set[str] = set()
    for server in _servers_of(run.owner):
        _look_if_due(server)
        if server.prefix in prefixes:
            continue
        prefixes.add(server.prefix)
        if server.problem:
            made.unreachable.append(server.name)
        else:
            made.tools += _offered(server)
    made.tools = list(_fitting(made.tools))
    return made


def find_active(owner_id: UUID, server_id: UUID) -> Target:
    """Where a call of a tool leads. Raises `Conflict` if its server was deleted or switched off."""
    usable = McpServer.objects.enabled().filter(Q(owner=owner_id) | Q(owner=None))
    server = usable.filter(pk=server_id).first()
    target = target_of(server) if server else None
    if target is None:
        raise Conflict(_("This MCP server was deleted or switched off."))
    return target


def _servers_of(owner: User) -> list[McpServer]:
    """Those of the setting first, so that none of a person takes the name of one of them."""
    found = list(McpServer.objects.filter(Q(owner=owner) | Q(owner=None, prefix__in=settings.MCP_SERVERS)))
    stored = {server.prefix for server in found if server.owner_id is None}
    found += map(_new_of_setting, settings.MCP_SERVERS.keys() - stored)
    usable = (server for server in found if server.is_active)
    return sorted(usable, key=lambda server: (server.owner_id is not None, server.name))


def _new_of_setting(name: str) -> McpServer:
    return McpServer.objects.get_or_create(owner=None, prefix=name, defaults={"name": name})[0]


def _look_if_due(server: McpServer) -> None:
    if server.next_look_at > timezone.now() + _CLOCKS_DIFFER:
        return
    if McpServer.objects.due().filter(pk=server.pk).update(next_look_at=Now() + AFTER_FAILURE):
        jobs().look_at_mcp_server.enqueue(str(server.pk))


def _fitting(tools: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    left = MOST_CHARACTERS
    for tool in tools[:MOST_TOOLS]:
        size = len(tool["name"]) + len(tool["description"]) + len(dumps(tool["schema"]))
        if size <= left:
            left -= size
            yield tool


def _offered(server: McpServer) -> Iterator[dict[str, Any]]:
    for tool in server.tools:
        if "offered" in tool:
            yield {
                "name": tool["offered"],
                "tool": tool["name"],
                "description": tool["description"],
                "schema": tool["schema"],
                "is_read_only": tool["is_read_only"],
                "server": str(server.pk),
                "server_name": server.name,
            }
