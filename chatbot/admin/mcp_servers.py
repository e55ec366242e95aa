"""MCP servers in the admin: staff see which servers the agent uses, and switch one off."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.mcp_servers.servers import disable_for_staff
from chatbot.models import McpServer, User

from .markup import moment, state
from .model_admin import ReadOnlyAdmin


@admin.register(McpServer)
class McpServerAdmin(ReadOnlyAdmin[McpServer]):
    """Those without an owner are of the setting `MCP_SERVERS`."""

    list_display = ("standing", "name", "host", "owner", "number_of_tools", "is_trusted", "asked")
    list_display_links = ("name",)
    list_select_related = ("owner",)
    search_fields = ("name", "url", "owner__username")
    fields = ("name", "host", "owner", "standing", "is_trusted", "number_of_tools", "asked", "created_at")
    readonly_fields = fields
    actions = ("disable",)

    def has_disable_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chatbot.change_mcpserver")

    @admin.action(permissions=["disable"], description=_("Switch off"))
    def disable(self, request: HttpRequest, queryset: QuerySet[McpServer]) -> None:
        found = list(queryset)
        for server in found:
            disable_for_staff(server.pk, by=cast(User, request.user))
            self.log_change(request, server, "Disabled.")
        done = ngettext(
            "%(count)d MCP server is switched off.", "%(count)d MCP servers are switched off.", len(found)
        )
        self.message_user(request, done % {"count": len(found)}, messages.SUCCESS)

    @admin.display(description=_("state"))
    def standing(self, server: McpServer) -> SafeString:
        if not server.is_active:
            return state("cancelled", gettext("Switched off"))
        if server.problem:
            return state("failed", str(McpServer.Problem(server.problem).label))
        return state("open", gettext("Active"))

    @admin.display(description=_("address"))
    def host(self, server: McpServer) -> str:
        """Without the path, which may have a secret in it."""
        return server.host

    @admin.display(description=_("tools"))
    def number_of_tools(self, server: McpServer) -> int:
        return sum("offered" in tool for tool in server.tools)

    @admin.display(description=_("asked"), ordering="looked_at")
    def asked(self, server: McpServer) -> str | None:
        return moment(server.looked_at) if server.looked_at else None
