"""Who may use the admin: staff, and where so configured, only those who gave a second factor."""

from __future__ import annotations

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest

from .second_factor import is_verified


class StaffSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        return not settings.STAFF_SECOND_FACTOR or is_verified(request)
