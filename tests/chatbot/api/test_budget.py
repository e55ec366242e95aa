"""A person who has used up the daily budget gets 429, with the time when it is reset."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from chatbot.api.chat_answer import NotSucceeded, answer
from chatbot.domain.journal.usage import today
from chatbot.domain.runs.endings import fail
from chatbot.models import DailyUsage, Run, User
from tests.chatbot.api.client import Api
from tests.chatbot.pages.scenes import begin


@pytest.fixture
def spent(alice: User, settings: Settings) -> None:
    settings.DAILY_TOKEN_BUDGET = 1_000
    DailyUsage.objects.create(owner=alice, day=today(), model="m", input_tokens=900, output_tokens=100)


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize(
    ("path", "body"), [("/api/chat", {"message": "Add milk"}), ("/api/plans/", {"goal": "Clean the house"})]
)
def test_no_run_is_started(api: Api, path: str, body: dict[str, str]) -> None:
    response = api.post(path, body)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 86_400
    problem = response.json()
    assert problem["code"] == "limit_reached"
    assert problem["error"].startswith("You have used up today's budget for the assistant.")
    assert problem["reset_at"] > today().isoformat()
    assert not Run.objects.exists()


def test_a_run_that_the_budget_stopped_says_so(alice: User) -> None:
    scene = begin(alice, "Add milk")
    fail(scene.claim, "limit_reached", "You have used up today's budget.")
    with pytest.raises(NotSucceeded) as refused:
        answer(Request(APIRequestFactory().post("/api/v1/chat/")), Run.objects.get(pk=scene.run.pk))
    assert refused.value.status_code == 429
    assert 0 < int(refused.value.headers["Retry-After"]) <= 86_400
