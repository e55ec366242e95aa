"""Staff see where people's events are sent, and switch a webhook off for good."""

from __future__ import annotations

import pytest

from chatbot.domain.errors import Conflict
from chatbot.domain.webhooks.endpoints import create_endpoint, enable_endpoint
from chatbot.models import AuditEntry, User, WebhookEndpoint
from tests.chatbot.admin.admin_client import AdminClient
from tests.markup import parse


def test_staff_see_the_host_only_and_switch_it_off(admin: AdminClient, alice: User, ruth: User) -> None:
    endpoint = create_endpoint(alice, url="https://hooks.example/secret-path")
    shown = [admin.list(WebhookEndpoint), admin.client.get(admin.url(WebhookEndpoint, "change", endpoint.pk))]
    for page in shown:
        text = parse(page).text
        assert "hooks.example" in text
        assert "secret-path" not in page.text
        assert endpoint.secret not in page.text
    chosen = {"action": "disable", "index": "0", "_selected_action": [str(endpoint.pk)]}
    admin.client.post(admin.url(WebhookEndpoint, "changelist"), chosen)
    endpoint.refresh_from_db()
    assert endpoint.disabled == "staff"
    with pytest.raises(Conflict):
        enable_endpoint(alice, endpoint.pk)
    entry = AuditEntry.objects.get(action=AuditEntry.Action.WEBHOOK_SWITCHED_OFF)
    assert (entry.owner, entry.by, entry.subject) == (alice, ruth, "hooks.example")
