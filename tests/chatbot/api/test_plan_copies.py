from __future__ import annotations

import pytest

from chatbot.domain.plans.create import create_plan
from chatbot.models import Plan, PlanTemplate, User
from tests.chatbot.api.client import Api, problem
from tests.chatbot.domain.plans.team import Team


@pytest.fixture
def plan(alice: User) -> Plan:
    team = Team(alice)
    team.propose()
    return Plan.objects.get(pk=team.plan.pk)


def titles(shown: dict[str, object]) -> list[str]:
    return [step["title"] for step in shown["steps"]]  # type: ignore[attr-defined]


def test_a_plan_is_run_again(api: Api, plan: Plan) -> None:
    again = api.post(f"/api/plans/{plan.pk}/again/")
    assert again.status_code == 201
    shown = api.get(again["Location"]).json()
    assert shown["id"] != str(plan.pk)
    assert (shown["goal"], shown["status"]) == (plan.goal, "awaiting_approval")
    assert titles(shown) == [step.title for step in plan.current_steps]


def test_a_template_is_saved_listed_started_and_deleted(api: Api, plan: Plan) -> None:
    saved = api.post("/api/plan-templates/", {"plan_id": str(plan.pk)})
    assert saved.status_code == 201
    template = saved.json()
    assert titles(template) == [step.title for step in plan.current_steps]
    assert api.get("/api/plan-templates/").json()["results"] == [template]

    started = api.post(f"/api/plan-templates/{template['id']}/start/")
    assert (started.status_code, titles(started.json())) == (201, titles(template))

    assert api.delete(f"/api/plan-templates/{template['id']}/").status_code == 204
    assert api.get("/api/plan-templates/").json()["results"] == []


def test_a_plan_without_steps_is_no_template(api: Api, alice: User) -> None:
    plan = create_plan(alice, "Prepare the offsite")
    assert api.post(f"/api/plans/{plan.pk}/again/").status_code == 400
    assert api.post("/api/plan-templates/", {"plan_id": str(plan.pk)}).status_code == 400
    assert not PlanTemplate.objects.exists()


def test_those_of_others_are_not_found(api: Api, bobs_api: Api, plan: Plan) -> None:
    template = api.post("/api/plan-templates/", {"plan_id": str(plan.pk)}).json()
    refused = problem("not_found", "There is no such template.")
    assert bobs_api.post(f"/api/plan-templates/{template['id']}/start/").json() == refused
    assert bobs_api.delete(f"/api/plan-templates/{template['id']}/").json() == refused
    assert bobs_api.post("/api/plan-templates/", {"plan_id": str(plan.pk)}).status_code == 404
    assert bobs_api.get("/api/plan-templates/").json()["results"] == []
    assert PlanTemplate.objects.count() == 1
