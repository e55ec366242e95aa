"""Programs that connect with OAuth, in the admin: staff see them, and delete one with all its permissions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatbot.models import OAuthClient

from .markup import moment
from .model_admin import ReadOnlyAdmin

admin.site.unregister(OAuthClient)  # the library's own is for clients with secrets, by hand


@admin.register(OAuthClient)
class OAuthClientAdmin(ReadOnlyAdmin[OAuthClient]):
    list_display = ("name", "addresses", "registered")
    search_fields = ("name", "redirect_uris")
    fields = ("name", "addresses", "registered")
    readonly_fields = fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    @admin.display(description=_("address"))
    def addresses(self, client: OAuthClient) -> str:
        """Where its codes are sent."""
        return str(client.redirect_uris)

    @admin.display(description=_("registered"), ordering="created")
    def registered(self, client: OAuthClient) -> str | None:
        return moment(client.created)
