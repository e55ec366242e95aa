"""Who may use the admin: staff, and if so configured only with a second factor."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from chatbot.domain.people.actors import acting_as, staff

from .second_factor import is_verified


class StaffSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        if not super().has_permission(request):
            return False
        return not settings.STAFF_SECOND_FACTOR or is_verified(request)

    def admin_view(self, view: Callable[..., HttpResponseBase], cacheable: bool = False) -> Any:
        """Record the signed-in staff member as the author of each change to a task."""

        @wraps(view)
        def as_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            assert request.user.is_authenticated  # noqa: S101 (`has_permission` requires it)
            with acting_as(staff(request.user.pk)):
                return view(request, *args, **kwargs)

        return super().admin_view(as_staff, cacheable)
