"""Model usage in the admin, by person and day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chatbot.models import DailyUsage, User
from tests.chatbot.admin.admin_client import AdminClient


def test_usage_is_listed_by_person_and_day(admin: AdminClient, alice: User) -> None:
    for day, cost in ((1, Decimal("0.0123")), (2, None)):
        DailyUsage.objects.create(
            owner=alice, day=date(2025, 7, day), model="some-model", turns=3, input_tokens=12_345, cost=cost
        )
    page = admin.list(DailyUsage, username="alice").text
    for text in ("Tue 1 Jul 2025", "Wed 2 Jul 2025", "some-model", "12,345", "0.0123 USD", "–"):
        assert text in page
    assert admin.queries(admin.url(DailyUsage, "changelist")) == 8
