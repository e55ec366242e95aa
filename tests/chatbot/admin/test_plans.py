"""Plans in the admin: their steps and messages are shown; they can be approved, stopped and resumed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from chatbot.admin.markup import ICONS
from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.approval import edit_plan
from chatbot.domain.plans.control import pause_plan
from chatbot.models import Plan, PlanMessage, Run, Step, User
from tests.chatbot.admin.desk import Desk, heard, notices
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.factories import UserFactory


@pytest.fixture
def team(alice: User) -> Team:
    return Team(alice, "Prepare <the> offsite")


def command(desk: Desk, team: Team, verb: str, **more: Any) -> Any:
    return desk.client.post(reverse(f"admin:chatbot_plan_{verb}", args=[team.plan.pk]), more, follow=True)


def page(desk: Desk, team: Team) -> str:
    response = desk.client.get(desk.url(Plan, "change", team.plan.pk))
    assert response.status_code == 200
    return str(response.content.decode())


def act(desk: Desk, action: str, *teams: Team) -> list[str]:
    chosen = {"action": action, "index": "0", "_selected_action": [str(team.plan.pk) for team in teams]}
    return notices(desk.client.post(desk.url(Plan, "changelist"), chosen, follow=True))


def test_a_plan_is_read_with_its_steps_and_what_was_said(desk: Desk, team: Team) -> None:
    team.get_going()
    team.answer("You have **12** open tasks.")
    shown = page(desk, team)
    for text in ("Prepare &lt;the&gt; offsite", "Look at what is planned", "You have **12** open tasks.",
                 "Approved by alice", "Task Manager"):  # fmt: skip
        assert text in shown
    run = Run.objects.filter(step=team.step(1)).get()
    assert desk.url(Run, "change", run.pk) in shown
    assert (
        "offsite"
        not in desk.client.get(desk.url(Plan, "changelist"), {"q": "nothing like it"}).content.decode()
    )


def test_only_the_steps_of_the_latest_version_are_shown(desk: Desk, team: Team, alice: User) -> None:
    team.propose()
    steps = [{"title": "Another way", "agent": "Researcher"}]
    edit_plan(alice, team.plan.pk, version=1, proposal={"title": "New", "steps": steps})
    shown = page(desk, team)
    assert "Another way" in shown
    assert "Look at what is planned" not in shown


def test_the_list_tells_how_far_plans_are(desk: Desk, alice: User, bob: User) -> None:
    going, draft = Team(alice), Team(bob, "Rest")
    going.get_going()
    going.answer("Looked.")
    shown = desk.list(Plan).content.decode()
    assert "1 of 3" in shown
    assert "none yet" in shown
    assert [p.pk for p in desk.rows(Plan, username="bob")] == [draft.plan.pk]
    assert [p.pk for p in desk.rows(Plan, status__exact="running")] == [going.plan.pk]
    assert [p.pk for p in desk.rows(Plan, q="rest")] == [draft.plan.pk]
    assert [p.pk for p in desk.rows(Plan, q=str(going.plan.pk))] == [going.plan.pk]


def test_the_list_costs_as_many_queries_for_one_plan_as_for_three(desk: Desk, alice: User) -> None:
    Team(alice).get_going()
    one = desk.queries(desk.url(Plan, "changelist"))
    for _ in range(2):
        Team(alice).get_going()
    assert desk.queries(desk.url(Plan, "changelist")) == one


def test_a_page_costs_as_many_queries_for_one_step_as_for_three(desk: Desk, alice: User) -> None:
    short, long = Team(alice), Team(alice)
    short.get_going({"title": "Short", "steps": [{"title": "Look", "agent": "Data Analyst"}]})
    long.get_going()
    for team in (short, long):
        team.answer("Done.")
    long.answer("Done.")
    costs = {desk.queries(desk.url(Plan, "change", team.plan.pk)) for team in (short, long)}
    assert len(costs) == 1


def test_a_proposal_is_approved(desk: Desk, team: Team, ruth: User, alice: User) -> None:
    assert "/approve/" not in page(desk, team)
    team.propose()
    assert "/approve/" in page(desk, team)
    response = command(desk, team, "approve", version="1")
    assert response.redirect_chain == [(desk.url(Plan, "change", team.plan.pk), 302)]
    assert notices(response) == ["Approved."]
    plan = Plan.objects.get()
    assert (plan.status, plan.approved_by) == ("running", ruth)
    assert heard(alice)[-1] == "plan_update"
    logged = LogEntry.objects.get()
    assert (logged.user, logged.object_id, logged.change_message) == (ruth, str(plan.pk), "Approved.")
    assert notices(command(desk, team, "approve", version="1")) == ["The plan is running."]


def test_what_was_edited_in_the_meantime_is_not_approved(desk: Desk, team: Team, alice: User) -> None:
    team.propose()
    edit_plan(alice, team.plan.pk, version=1, proposal=OFFSITE)
    assert notices(command(desk, team, "approve", version="1")) == [
        "The plan has changed in the meantime. Look at it again first."
    ]
    assert team.status == "awaiting_approval"
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "²"])
def test_an_approval_says_which_version(desk: Desk, team: Team, version: str) -> None:
    team.propose()
    assert notices(command(desk, team, "approve", version=version)) == [
        "The plan has changed in the meantime. Look at it again first."
    ]
    assert team.status == "awaiting_approval"


def test_a_plan_is_stopped(desk: Desk, team: Team) -> None:
    team.get_going()
    assert notices(command(desk, team, "stop")) == ["Stopped."]
    assert team.status == "cancelled"
    shown = page(desk, team)
    assert "/stop/" not in shown
    assert "/retry/" not in shown
    assert notices(command(desk, team, "stop")) == ["The plan is cancelled."]


def test_a_failed_plan_is_tried_again(desk: Desk, team: Team) -> None:
    team.get_going()
    team.stumble()
    shown = page(desk, team)
    assert "The assistant took too long." in shown
    assert "Try again" in shown
    assert notices(command(desk, team, "retry")) == ["Resumed."]
    advance_plan(team.plan.pk)
    assert (team.status, team.steps[0]) == ("running", "running")


def test_chosen_plans_are_stopped_or_resumed(desk: Desk, alice: User, bob: User) -> None:
    draft, going, failed, paused = Team(alice), Team(alice), Team(bob), Team(bob)
    for team in (going, failed, paused):
        team.get_going()
    failed.stumble()
    pause_plan(bob, paused.plan.pk)
    assert act(desk, "retry_plans", draft, going, failed, paused) == ["2 plans resumed."]
    assert (failed.status, paused.status) == ("running", "running")
    assert act(desk, "retry_plans", draft) == ["None of the chosen plans has failed or is paused."]
    assert act(desk, "stop_plans", draft, going) == ["2 plans stopped."]
    assert (draft.status, going.status, failed.status) == ("cancelled", "cancelled", "running")
    assert act(desk, "stop_plans", draft) == ["None of the chosen plans is open."]
    assert LogEntry.objects.count() == 4


def test_who_may_only_look_can_do_nothing(team: Team) -> None:
    team.propose()
    reader = UserFactory.create(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_plan"))
    desk = Desk(reader)
    shown = page(desk, team)
    assert "Look at what is planned" in shown
    for verb in ("approve", "stop", "retry"):
        assert f"/{verb}/" not in shown
        assert command(desk, team, verb, version="1").status_code == 403
    act(desk, "stop_plans", team)
    assert team.status == "awaiting_approval"


def test_plans_and_steps_are_not_edited_here(desk: Desk, team: Team) -> None:
    team.propose()
    url = desk.url(Plan, "change", team.plan.pk)
    assert desk.client.post(url, {"title": "Mine", "steps-0-title": "Mine"}).status_code == 403
    assert desk.client.post(desk.url(Plan, "delete", team.plan.pk)).status_code == 403
    assert desk.client.get(desk.url(Plan, "add")).status_code == 403
    assert not Step.objects.filter(title="Mine").exists()


def test_commands_are_posted_to_plans_that_exist(desk: Desk, team: Team) -> None:
    for verb in ("approve", "stop", "retry"):
        url = reverse(f"admin:chatbot_plan_{verb}", args=[team.plan.pk])
        assert desk.client.get(url).status_code == 405
        assert desk.client.post(url.replace(str(team.plan.pk), str(team.plan.owner.pk))).status_code == 404


def test_each_state_has_an_icon() -> None:
    assert set(ICONS) >= {*Plan.Status.values, *Step.Status.values, *PlanMessage.Status.values}
