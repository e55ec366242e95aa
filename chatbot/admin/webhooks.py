"""Webhooks in the admin: staff see where events are sent, and disable one."""

from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.webhooks.endpoints import disable_endpoint
from chatbot.models import User, WebhookEndpoint

from .markup import moment, state
from .model_admin import ReadOnlyAdmin


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnlyAdmin[WebhookEndpoint]):
    list_display = ("standing", "host", "owner", "failures", "next_attempt", "created")
    list_display_links = ("host",)
    list_select_related = ("owner",)
    search_fields = ("url", "owner__username")
    fields = ("host", "owner", "events", "disabled", "failures", "next_attempt", "seq", "created")
    readonly_fields = fields
    actions = ("disable",)

    def has_disable_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chatbot.change_webhookendpoint")

    @admin.action(permissions=["disable"], description=_("Switch off"))
    def disable(self, request: HttpRequest, queryset: QuerySet[WebhookEndpoint]) -> None:
        found = list(queryset.select_related("owner"))
        for endpoint in found:
            disable_endpoint(endpoint.owner, endpoint.pk, by=cast(User, request.user))
            self.log_change(request, endpoint, "Disabled.")
        done = ngettext(
            "%(count)d webhook is switched off.", "%(count)d webhooks are switched off.", len(found)
        )
        self.message_user(request, done % {"count": len(found)}, messages.SUCCESS)

    @admin.display(description=_("state"))
    def standing(self, endpoint: WebhookEndpoint) -> SafeString:
        if endpoint.disabled:
            return state("cancelled", gettext("Switched off"))
        return state("failed", gettext("Failing")) if endpoint.failures else state("open", gettext("Active"))

    @admin.display(description=_("address"))
    def host(self, endpoint: WebhookEndpoint) -> str:
        """Without the path, which may have a secret in it."""
        return endpoint.host

    @admin.display(description=_("next attempt"), ordering="next_attempt_at")
    def next_attempt(self, endpoint: WebhookEndpoint) -> str | None:
        return moment(endpoint.next_attempt_at)
