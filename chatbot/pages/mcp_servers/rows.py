"""What the pages show of servers and their tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chatbot.models import McpServer, User
from chatbot.pages.times import moment_html


@dataclass(frozen=True, slots=True)
class ToolRow:
    name: str
    description: str
    note: str
    is_skipped: bool


@dataclass(frozen=True, slots=True)
class ServerRow:
    name: str
    url: str
    standing: str
    is_wrong: bool
    looked: SafeString | str
    trust: str
    page_url: str


def server_row(server: McpServer, owner: User) -> ServerRow:
    return ServerRow(
        name=server.name,
        url=server.url,
        standing=_standing(server),
        is_wrong=not server.is_active or bool(server.problem),
        looked=moment_html(server.looked_at, owner.date_settings, timezone.now()) if server.looked_at else "",
        trust=_("Trusted") if server.is_trusted else _("Not trusted: you are asked before each call"),
        page_url=reverse("mcp-server", args=[server.pk]),
    )


def server_rows(owner: User) -> list[ServerRow]:
    return [server_row(server, owner) for server in McpServer.objects.of(owner).defer("secret")]


def tool_rows(server: McpServer) -> list[ToolRow]:
    return [_tool_row(tool, server) for tool in server.tools]


def _tool_row(tool: dict[str, Any], server: McpServer) -> ToolRow:
    skipped = tool.get("skipped")
    if skipped:
        note = _("Not offered to the agent: %(reason)s") % {"reason": McpServer.Skipped(skipped).label}
    elif not tool["is_read_only"]:
        note = _("You are asked before each call.")
    elif server.is_trusted:
        note = _("Only reads; used without asking you.")
    else:
        note = _("Only reads, as the server says; you are asked before each call.")
    return ToolRow(
        tool.get("offered") or tool["name"] or _("Without a name"),
        tool.get("description", ""),
        note,
        bool(skipped),
    )


def _standing(server: McpServer) -> str:
    if server.is_disabled_by_staff:
        return _("Staff switched it off.")
    if not server.is_enabled:
        return _("Switched off.")
    if server.problem:
        return str(McpServer.Problem(server.problem).label)
    if server.looked_at is None:
        return _("It is being asked for its tools. Load this page again.")
    count = sum("offered" in tool for tool in server.tools)
    return ngettext("%(count)d tool", "%(count)d tools", count) % {"count": count}
