"""Failed sign-ins in the admin: deleting one lets its account sign in from that address again."""

from __future__ import annotations

from typing import Any, ClassVar

from axes.models import AccessAttempt
from django.contrib import admin
from django.http import HttpRequest

from .markup import dates_of
from .model_admin import ReadOnlyAdmin

TIMES = dates_of(AccessAttempt, "attempt_time")


@admin.register(AccessAttempt)
class FailedSignInAdmin(ReadOnlyAdmin[AccessAttempt]):
    list_display = ("username", "ip_address", "failures_since_start", "path_info", *TIMES)
    search_fields = ("username__fold", "ip_address")
    fields: ClassVar[Any] = (*list_display, "user_agent")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)
