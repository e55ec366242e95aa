"""The audit log in the admin: read only, for everybody's accounts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from chatbot.models import AuditEntry

from .markup import moment
from .model_admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditLogAdmin(ReadOnlyAdmin[AuditEntry]):
    list_display = ("when", "owner", "action", "subject", "by", "address", "program")
    list_display_links = ("when",)
    list_filter = ("action",)
    list_select_related = ("owner", "by")
    search_fields = ("owner__username__fold", "subject__fold", "address")
    fields: ClassVar = list_display
    readonly_fields = list_display

    @admin.display(description=_("time"), ordering="at")
    def when(self, entry: AuditEntry) -> str | None:
        return moment(entry.at)
