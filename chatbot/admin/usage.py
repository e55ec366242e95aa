"""Model usage of people, by day."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from chatbot.domain.journal.usage_words import cost_phrase
from chatbot.models import DailyUsage

from .filters import OwnerFilter
from .markup import dates_of, link
from .model_admin import ReadOnlyAdmin


@admin.register(DailyUsage)
class DailyUsageAdmin(ReadOnlyAdmin[DailyUsage]):
    list_display = (
        *dates_of(DailyUsage, "day"),
        "owner_link",
        "model",
        "turns",
        "tokens_in",
        "tokens_out",
        "price",
    )
    list_display_links = None
    list_filter = (OwnerFilter, "model", "day")
    list_select_related = ("owner",)
    date_hierarchy = "day"
    search_fields = ("owner__username__fold", "model")

    @admin.display(description=_("person"), ordering="owner__username")
    def owner_link(self, usage: DailyUsage) -> SafeString:
        return link(usage.owner)

    @admin.display(ordering="input_tokens")
    def tokens_in(self, usage: DailyUsage) -> str:
        cached = f" ({usage.cached_tokens:,} cached)" if usage.cached_tokens else ""
        return f"{usage.input_tokens:,}{cached}"

    @admin.display(ordering="output_tokens")
    def tokens_out(self, usage: DailyUsage) -> str:
        thinking = f" ({usage.reasoning_tokens:,} thinking)" if usage.reasoning_tokens else ""
        return f"{usage.output_tokens:,}{thinking}"

    @admin.display(description=_("cost"), ordering="cost")
    def price(self, usage: DailyUsage) -> str:
        return cost_phrase(usage.cost)
