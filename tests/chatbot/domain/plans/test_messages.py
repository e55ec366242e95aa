"""Plan messages are stored, and published in a form that every client can show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async

from chatbot.domain.errors import Invalid, NotFound
from chatbot.domain.plans.demonstration import SCRIPT
from chatbot.domain.plans.messages import (
    asend_agent_message,
    asend_plan_update,
    asend_step_update,
    send_agent_message,
    send_plan_update,
    send_step_update,
)
from chatbot.models import PlanMessage, User
from tests.chatbot.domain.published import published
from tests.factories import UserFactory
from tests.subtests import as_subtests

from .team import Team


def last(owner: User) -> dict[str, Any]:
    return published(owner)[-1][1]


def test_a_text_of_many_lines_has_a_one_line_summary(team: Team, alice: User) -> None:
    send_agent_message(team.plan.pk, "Data Analyst", "# Tasks\n\n* 12 open\n* 3 overdue", "result")
    assert last(alice)["message"] == "# Tasks * 12 open * 3 overdue"
    assert last(alice)["result"]["content"] == "# Tasks\n\n* 12 open\n* 3 overdue"


def test_a_long_text_has_a_short_line(team: Team, alice: User) -> None:
    send_agent_message(team.plan.pk, "Data Analyst", "word " * 1_000, "result")
    assert len(last(alice)["message"]) <= 500
    assert last(alice)["result"]["content"] == "word " * 1_000


@pytest.mark.parametrize("nothing", ["", " \n"])
def test_a_message_without_text_names_its_agent(team: Team, alice: User, nothing: str) -> None:
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


def test_a_sender_only_needs_its_subject(team: Team, alice: User) -> None:
    plan_id = str(team.plan.pk)

    def said() -> tuple[str, ...]:
        result = last(alice)["result"]
        return (result["agent_name"], result["content"], result["message_type"], result["status"])

    send_plan_update(plan_id)
    assert said() == ("Lockstep", "", "action", "in_progress")
    send_plan_update(plan_id, "step_1", None, None)
    assert said() == ("Lockstep", "", "action", "in_progress")
    send_agent_message(plan_id, "Data Analyst")
    assert said() == ("Data Analyst", "", "thinking", "in_progress")
    send_step_update(plan_id, "step_1")
    assert said() == ("Lockstep", "", "action", "in_progress")


@pytest.mark.parametrize(
    ("status", "message_type"),
    [("in_progress", "action"), ("completed", "result"), (PlanMessage.Status.ERROR, "result")],
)
def test_a_step_has_one_of_three_statuses(team: Team, alice: User, status: str, message_type: str) -> None:
    send_step_update(team.plan.pk, "step_1", status, "So it is")
    result = last(alice)["result"]
    assert (result["status"], result["message_type"]) == (status, message_type)


@pytest.mark.parametrize(
    "send",
    [
        lambda plan_id: send_plan_update(plan_id, None, "Data Analyst", "Here", "done"),
        lambda plan_id: send_plan_update(plan_id, None, "Data Analyst", "Here", "in_progress", "shouting"),
        lambda plan_id: send_agent_message(plan_id, "Data Analyst", "Here", "shouting"),
        lambda plan_id: send_step_update(plan_id, "step_1", "running"),
    ],
    ids=["plan's status", "plan's type", "agent's type", "step's status"],
)
def test_unknown_types_and_statuses_are_refused(
    team: Team, alice: User, send: Callable[[UUID], PlanMessage]
) -> None:
    events, stored = len(published(alice)), PlanMessage.objects.count()
    with pytest.raises(Invalid, match="is one of: "):
        send(team.plan.pk)
    assert (len(published(alice)), PlanMessage.objects.count()) == (events, stored)


@pytest.mark.django_db
@as_subtests("plan_id", [UUID(int=0), str(UUID(int=1)), "plan_1", ""])
def test_an_unknown_plan_is_reported(plan_id: UUID | str) -> None:
    for send in (
        lambda: send_plan_update(plan_id, "step_1"),
        lambda: send_agent_message(plan_id, "Data Analyst"),
        lambda: send_step_update(plan_id, "step_1"),
    ):
        with pytest.raises(NotFound, match=f"There is no plan {plan_id}"):
            send()


@pytest.mark.django_db(transaction=True)
async def test_senders_can_be_awaited() -> None:
    team = await sync_to_async(lambda: Team(UserFactory.create()))()
    plan_id = str(team.plan.pk)
    sent = [
        await asend_plan_update(plan_id, "step_1", "Data Analyst", "Counting"),
        await asend_agent_message(plan_id, "Data Analyst", content="Looking"),
        await asend_step_update(plan_id, "step_1", "completed"),
    ]
    events = (await sync_to_async(published)(team.owner))[-3:]
    assert [kind for kind, _ in events] == ["plan_update", "agent_message", "step_update"]
    assert [data["result"]["content"] for _, data in events] == [message.content for message in sent]


def test_the_demonstration_sends_six_messages_in_order(team: Team, alice: User) -> None:
    events = len(published(alice))
    for _, scene in SCRIPT:
        scene(team.plan.pk)
    said = [
        (kind, d["result"].get("step_id"), d["result"]["message_type"])
        for kind, d in published(alice)[events:]
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
