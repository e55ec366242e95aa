"""The scripted demonstration: who may start it, on which plan; the response does not wait for it."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from chatbot.domain.plans.create import create_plan
from chatbot.models import Plan, User
from tests.chatbot.api.client import Api
from tests.chatbot.conftest import Job
from tests.chatbot.domain.published import published
from tests.factories import UserFactory


@pytest.fixture
def plan(alice: User) -> Plan:
    return create_plan(alice, "Rest")


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("who", ["staff", "debug"])
def test_staff_and_developers_can_start_it(
    alice: User, plan: Plan, enqueued: list[Job], settings: Settings, who: str, slash: str
) -> None:
    settings.DEBUG = who == "debug"
    User.objects.filter(pk=alice.pk).update(is_staff=who == "staff")
    events = len(published(alice))
    answer = Api.of(alice).post(f"/api/test/streaming/{plan.pk}{slash}")
    assert answer.status_code == 202
    assert answer.json() == {"plan_id": str(plan.pk), "frames": 6, "seconds": 6}
    assert enqueued == [("demonstrate_plan", str(plan.pk))]
    assert len(published(alice)) == events


def test_others_cannot_start_it(api: Api, plan: Plan, enqueued: list[Job]) -> None:
    answer = api.post(f"/api/test/streaming/{plan.pk}")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert enqueued == []


def test_it_runs_on_ones_own_plan_only(plan: Plan, enqueued: list[Job]) -> None:
    staff = Api.of(UserFactory(is_staff=True))
    answers = [
        staff.post(f"/api/test/streaming/{pk}") for pk in (plan.pk, "00000000-0000-4000-8000-000000000000")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert staff.post("/api/test/streaming/step_1").status_code == 404
    assert enqueued == []


def test_it_is_started_by_a_post_without_a_body(
    alice: User, plan: Plan, enqueued: list[Job], settings: Settings
) -> None:
    settings.DEBUG = True
    api = Api.of(alice)
    assert api.get(f"/api/test/streaming/{plan.pk}").status_code == 405
    assert api.post(f"/api/test/streaming/{plan.pk}", {"speed": 2}).status_code == 400
    assert Api().post(f"/api/test/streaming/{plan.pk}").status_code == 401
    assert enqueued == []
