"""List filters with a text field, for values that are too many for a list of choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatbot.models import User

SUGGESTED = 100


class TextFilter(admin.SimpleListFilter):
    template = "admin/chatbot/text_filter.html"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.suggested = list(self.suggestions())

    def suggestions(self) -> Iterable[str]:
        return ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return []

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        replaced = {self.parameter_name, PAGE_VAR}
        yield {
            "selected": bool(self.value()),
            "query_string": changelist.get_query_string(remove=[self.parameter_name or ""]),
            # The form keeps the other filters, the search and the order.
            "others": [(name, value) for name, value in changelist.params.items() if name not in replaced],
        }


class ValuesFilter(admin.AllValuesFieldListFilter):
    """All values of a field. The link of an empty one has a text too."""

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or self.empty_value_display}


class OwnerFilter(TextFilter):
    title = _("owner")
    parameter_name = "username"
    path = "owner"  # from the row to its owner

    def suggestions(self) -> Iterable[str]:
        return User.objects.order_by("username").values_list("username", flat=True)[:SUGGESTED]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = (self.value() or "").strip()
        return queryset.filter(**{f"{self.path}__username__fold": name}) if name else queryset
