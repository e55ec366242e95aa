"""Staff see which MCP servers the agent uses, and switch one off for good."""

from __future__ import annotations

from chatbot.domain.mcp_servers.servers import add_server
from chatbot.models import AuditEntry, McpServer, User
from tests.chatbot.admin.admin_client import AdminClient
from tests.markup import parse


def test_staff_see_the_host_only_and_switch_it_off(admin: AdminClient, alice: User, ruth: User) -> None:
    server = add_server(alice, name="Wiki", url="https://mcp.example/secret-path", token="s3cret")
    McpServer.objects.create(owner=None, name="files", prefix="files")
    for page in (
        admin.list(McpServer),
        admin.client.get(admin.url(McpServer, "change", server.pk)),
    ):
        assert "mcp.example" in parse(page).text
        assert "secret-path" not in page.text
        assert "s3cret" not in page.text
    chosen = {"action": "disable", "index": "0", "_selected_action": [str(server.pk)]}
    admin.client.post(admin.url(McpServer, "changelist"), chosen)
    server.refresh_from_db()
    assert not server.is_active
    entry = AuditEntry.objects.get(action=AuditEntry.Action.MCP_SERVER_SWITCHED_OFF)
    assert (entry.owner, entry.by, entry.subject) == (alice, ruth, "mcp.example")
