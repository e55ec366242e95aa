"""Saved views of tasks in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from chatbot.models import TaskView

from .filters import OwnerFilter
from .markup import dates_of, link
from .model_admin import ReadOnlyAdmin


@admin.register(TaskView)
class TaskViewAdmin(ReadOnlyAdmin[TaskView]):
    list_display = ("name", "owner_link", "shows", "created")
    list_filter = (OwnerFilter,)
    list_select_related = ("owner",)
    ordering = ("owner__username", "folded_name")
    search_fields = ("name__fold", "owner__username__fold")
    fields: ClassVar[Any] = ("name", "owner_link", "shows", *dates_of(TaskView, "created_at"))
    readonly_fields = fields

    @admin.display(description=_("owner"), ordering="owner__username")
    def owner_link(self, view: TaskView) -> SafeString:
        return link(view.owner)

    @admin.display(description=_("filters"))
    def shows(self, view: TaskView) -> str:
        return ", ".join(f"{name}: {value}" for name, value in view.filters.items())
