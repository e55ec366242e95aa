"""What people have had models read and write, by day."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString

from chatbot.domain.usage_words import cost_phrase
from chatbot.models import DailyUsage

from .filters import OwnerFilter
from .markup import link
from .model_admin import ReadOnlyAdmin


@admin.register(DailyUsage)
class DailyUsageAdmin(ReadOnlyAdmin[DailyUsage]):
    list_display = ("day", "owner_link", "model", "turns", "input", "cached", "output", "thinking", "price")
    list_display_links = None
    list_filter = (OwnerFilter, "model", "day")
    list_select_related = ("owner",)
    date_hierarchy = "day"
    search_fields = ("owner__username", "model")

    @admin.display(description="person", ordering="owner__username")
    def owner_link(self, usage: DailyUsage) -> SafeString:
        return link(usage.owner)

    @admin.display(description="tokens in", ordering="input_tokens")
    def input(self, usage: DailyUsage) -> str:
        return f"{usage.input_tokens:,}"

    @admin.display(description="of them cached", ordering="cached_tokens")
    def cached(self, usage: DailyUsage) -> str:
        return f"{usage.cached_tokens:,}"

    @admin.display(description="tokens out", ordering="output_tokens")
    def output(self, usage: DailyUsage) -> str:
        return f"{usage.output_tokens:,}"

    @admin.display(description="of them thinking", ordering="reasoning_tokens")
    def thinking(self, usage: DailyUsage) -> str:
        return f"{usage.reasoning_tokens:,}"

    @admin.display(description="cost", ordering="cost")
    def price(self, usage: DailyUsage) -> str:
        return cost_phrase(usage.cost)
