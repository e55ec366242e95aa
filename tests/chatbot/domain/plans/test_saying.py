"""What is said about a plan: stored as it was said, and told in a form that every door can show."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from chatbot.domain.plans.demonstration import SCRIPT
from chatbot.domain.plans.saying import send_agent_message, send_plan_update, send_step_update
from chatbot.models import PlanMessage, User
from tests.chatbot.domain.told import told

from .team import Team


def last(owner: User) -> dict[str, Any]:
    return told(owner)[-1][1]


def test_a_text_of_many_lines_has_one_line_for_a_notice(team: Team, alice: User) -> None:
    send_agent_message(team.plan.pk, "Data Analyst", "# Tasks\n\n* 12 open\n* 3 overdue", "result")
    assert last(alice)["message"] == "# Tasks * 12 open * 3 overdue"
    assert last(alice)["result"]["content"] == "# Tasks\n\n* 12 open\n* 3 overdue"


def test_a_long_text_has_a_short_line(team: Team, alice: User) -> None:
    send_agent_message(team.plan.pk, "Data Analyst", "word " * 1_000, "result")
    assert len(last(alice)["message"]) <= 500
    assert last(alice)["result"]["content"] == "word " * 1_000


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_who_says_nothing_is_named(team: Team, alice: User, nothing: str) -> None:
    send_agent_message(team.plan.pk, "Data Analyst", nothing, "result")
    assert last(alice)["message"] == "Data Analyst"
    assert last(alice)["result"]["content"] == nothing


def test_what_cannot_be_stored_is_replaced(team: Team, alice: User) -> None:
    send_agent_message(team.plan.pk, "Data Analyst", "a\x00b\ud800c", "result")
    assert last(alice)["result"]["content"] == "a\ufffdb\ufffdc"
    assert PlanMessage.objects.latest("pk").content == "a\ufffdb\ufffdc"


def test_a_step_is_known_by_its_id_as_text_too(team: Team, alice: User) -> None:
    team.propose()
    step = team.step(2)
    for step_id in (step.pk, str(step.pk)):
        send_plan_update(team.plan.pk, step_id, "Task Manager", "Adding tasks", "in_progress", "action")
        result = last(alice)["result"]
        assert (result["step_id"], result["step"]) == (
            str(step.pk),
            {"id": str(step.pk), "position": 2, "status": "planned"},
        )
        assert PlanMessage.objects.latest("pk").step == step
    send_step_update(team.plan.pk, str(step.pk), "completed", "Added")
    assert last(alice)["result"]["agent_name"] == "Task Manager"


def test_a_step_of_another_plan_is_not_linked(team: Team, alice: User) -> None:
    other = Team(alice)
    other.propose()
    send_plan_update(team.plan.pk, other.step(1).pk, "Data Analyst", "Here", "in_progress", "action")
    assert last(alice)["result"].get("step") is None
    assert PlanMessage.objects.latest("pk").step is None


@pytest.mark.parametrize("wrong", [("done", "action"), ("in_progress", "shouting")])
def test_only_known_words_are_said(team: Team, alice: User, wrong: tuple[str, str]) -> None:
    heard, stored = len(told(alice)), PlanMessage.objects.count()
    with pytest.raises(ValidationError):
        send_plan_update(team.plan.pk, None, "Data Analyst", "Here", *wrong)
    assert (len(told(alice)), PlanMessage.objects.count()) == (heard, stored)


def test_the_demonstration_says_six_things_in_order(team: Team, alice: User) -> None:
    heard = len(told(alice))
    for _, scene in SCRIPT:
        scene(team.plan.pk)
    said = [
        (kind, d["result"].get("step_id"), d["result"]["message_type"]) for kind, d in told(alice)[heard:]
    ]
    assert said == [
        ("agent_message", None, "thinking"),
        ("plan_update", "step_1", "action"),
        ("agent_message", None, "result"),
        ("step_update", "step_1", "result"),
        ("agent_message", None, "thinking"),
        ("plan_update", "step_2", "result"),
    ]
    assert [moment for moment, _ in SCRIPT] == [0, 1, 3, 4, 4, 6]
    assert team.status == "draft"
