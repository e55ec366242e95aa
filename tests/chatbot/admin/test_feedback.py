from __future__ import annotations

from chatbot.domain.runs.feedback import rate_answer
from chatbot.models import Feedback, User
from tests.chatbot.admin.admin_client import AdminClient
from tests.chatbot.pages.scenes import begin
from tests.markup import parse


def test_staff_read_and_filter_it(admin: AdminClient, alice: User) -> None:
    for rating, comment in (("down", "Too long"), ("up", "")):
        rate_answer(alice, begin(alice).succeed(f"Answer {rating}").pk, rating, comment)

    def ratings(**filters: str) -> list[str]:
        return [row.rating for row in admin.rows(Feedback, **filters)]

    assert ratings() == ["up", "down"]
    assert ratings(rating__exact="down") == ratings(commented="yes") == ratings(q="long") == ["down"]
    assert ratings(username="alice") == ["up", "down"]
    page = parse(admin.list(Feedback))
    for text in ("Answer down", "Too long", "Offline assistant", "alice"):
        assert text in page.text
    shown = admin.client.get(admin.url(Feedback, "change", Feedback.objects.get(rating="down").pk))
    assert "Answer down" in parse(shown).text
