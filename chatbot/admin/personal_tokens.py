"""Personal tokens in the admin: staff see what there is, and revoke it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.people.personal_tokens import revoke_personal_token
from chatbot.models import PersonalToken, User

from .markup import moment, state
from .model_admin import ReadOnlyAdmin


@admin.register(PersonalToken)
class PersonalTokenAdmin(ReadOnlyAdmin[PersonalToken]):
    list_display = ("standing", "name", "owner", "scope", "used", "expires", "created")
    list_display_links = ("name",)
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username")
    fields = ("name", "owner", "scope", "hint", "created", "used", "expires")
    readonly_fields = fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: PersonalToken) -> None:
        revoke_personal_token(obj.owner, obj.pk, by=cast("User", request.user))

    @admin.display(description=_("state"))
    def standing(self, token: PersonalToken) -> SafeString:
        return state("overdue", gettext("Expired")) if token.has_expired else state("open", gettext("Valid"))

    @admin.display(description=_("used"), ordering="used_at")
    def used(self, token: PersonalToken) -> str | None:
        return moment(token.used_at)

    @admin.display(description=_("expires"), ordering="expires_at")
    def expires(self, token: PersonalToken) -> str | None:
        return moment(token.expires_at)
