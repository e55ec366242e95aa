"""Invitations in the admin. The link is shown once, when the invitation is created; no mail is needed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chatbot.domain.people.invitations import LIFETIME, new_token
from chatbot.models import Invitation

from .markup import moment, state
from .model_admin import ModelAdmin


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin[Invitation]):
    list_display = ("__str__", "standing", "used_by", "expires", "created_by")
    list_select_related = ("used_by", "created_by")
    search_fields = ("note", "used_by__username")
    fields = ("note", "expires_at")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"expires_at": timezone.now() + LIFETIME}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        token, obj.token_hash = new_token()
        obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)
        link = request.build_absolute_uri(reverse("sign-up-invited", args=[token]))
        self.message_user(
            request,
            _("Send this link; it is shown only now, and makes one account: %(link)s") % {"link": link},
            messages.INFO,
        )

    @admin.display(description=_("state"))
    def standing(self, invitation: Invitation) -> SafeString:
        if invitation.used_at:
            return state("done", gettext("Used"))
        return (
            state("open") if invitation.expires_at > timezone.now() else state("overdue", gettext("Expired"))
        )

    @admin.display(description=_("expires"), ordering="expires_at")
    def expires(self, invitation: Invitation) -> str | None:
        return moment(invitation.expires_at)
