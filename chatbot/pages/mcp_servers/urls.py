"""URLs of the pages of MCP servers."""

from __future__ import annotations

from django.urls import path

from . import commands, page

urlpatterns = [
    path("accounts/mcp-servers/", page.servers, name="mcp-servers"),
    path("accounts/mcp-servers/<uuid:server_id>/", page.server, name="mcp-server"),
    path("accounts/mcp-servers/<uuid:server_id>/change/", page.change, name="mcp-server-change"),
    path("accounts/mcp-servers/<uuid:server_id>/check/", commands.check, name="mcp-server-check"),
    path("accounts/mcp-servers/<uuid:server_id>/enable/", commands.enable, name="mcp-server-enable"),
    path("accounts/mcp-servers/<uuid:server_id>/disable/", commands.disable, name="mcp-server-disable"),
    path("accounts/mcp-servers/<uuid:server_id>/delete/", commands.delete, name="mcp-server-delete"),
]
