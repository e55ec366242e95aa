"""The base classes of the admin classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest

from chatbot.models import User

from .markup import moment

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
    ModelForm = forms.ModelForm
else:
    # Generic for the type checker only: Django's own classes take no parameters.
    class ModelAdmin(admin.ModelAdmin):
        list_per_page = 50

        def __class_getitem__(cls, _model):
            return cls

    class ModelForm(forms.ModelForm):
        def __class_getitem__(cls, _model):
            return cls


class OwnedAdmin[M: Model](ModelAdmin[M]):
    """Rows that are added for a person."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Initial values from the address; an invalid owner id is ignored."""
        proposed: dict[str, Any] = super().get_changeform_initial_data(request)
        try:
            User._meta.pk.to_python(proposed.get("owner"))
        except ValidationError:
            del proposed["owner"]
        return proposed


class ReadOnlyAdmin[M: Model](ModelAdmin[M]):
    """Read-only: rows that only the product writes."""

    # A full count with each search would scan tables that keep growing.
    show_full_result_count = False

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Without Django's deletion, which the domain would not know of."""
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected", None)
        return actions

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(ordering="created_at")
    def created(self, row: Any) -> str | None:
        return moment(row.created_at)
