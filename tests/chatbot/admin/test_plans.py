"""Plans in the admin: their steps and messages are shown; they can be approved, stopped and resumed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from chatbot.admin.markup import ICONS
from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.control import pause_plan
from chatbot.domain.plans.decisions import edit_plan
from chatbot.models import Plan, PlanMessage, Run, Step, User
from tests.chatbot.admin.admin_client import AdminClient, event_types, notices
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.factories import UserFactory


@pytest.fixture
def team(alice: User) -> Team:
    return Team(alice, "Prepare <the> offsite")


def command(admin: AdminClient, team: Team, verb: str, **more: Any) -> Any:
    return admin.client.post(reverse(f"admin:chatbot_plan_{verb}", args=[team.plan.pk]), more, follow=True)


def page(admin: AdminClient, team: Team) -> str:
    response = admin.client.get(admin.url(Plan, "change", team.plan.pk))
    assert response.status_code == 200
    return str(response.content.decode())


def act(admin: AdminClient, action: str, *teams: Team) -> list[str]:
    chosen = {"action": action, "index": "0", "_selected_action": [str(team.plan.pk) for team in teams]}
    return notices(admin.client.post(admin.url(Plan, "changelist"), chosen, follow=True))


def test_a_plan_is_shown_with_its_steps_and_messages(admin: AdminClient, team: Team) -> None:
    team.propose_and_approve()
    team.answer("You have **12** open tasks.")
    shown = page(admin, team)
    for text in ("Prepare &lt;the&gt; offsite", "Look at what is planned", "You have **12** open tasks.",
                 "Approved by alice", "Task Manager"):  # fmt: skip
        assert text in shown
    run = Run.objects.filter(step=team.step(1)).get()
    assert admin.url(Run, "change", run.pk) in shown
    assert (
        "offsite"
        not in admin.client.get(admin.url(Plan, "changelist"), {"q": "nothing like it"}).content.decode()
    )


def test_only_the_steps_of_the_latest_version_are_shown(admin: AdminClient, team: Team, alice: User) -> None:
    team.propose()
    steps = [{"title": "Another way", "agent": "Researcher"}]
    edit_plan(alice, team.plan.pk, version=1, proposal={"title": "New", "steps": steps})
    shown = page(admin, team)
    assert "Another way" in shown
    assert "Look at what is planned" not in shown


def test_the_list_shows_the_progress_of_plans(admin: AdminClient, alice: User, bob: User) -> None:
    going, draft = Team(alice), Team(bob, "Rest")
    going.propose_and_approve()
    going.answer("Looked.")
    shown = admin.list(Plan).content.decode()
    assert "1 of 3" in shown
    assert "none yet" in shown
    assert [p.pk for p in admin.rows(Plan, username="bob")] == [draft.plan.pk]
    assert [p.pk for p in admin.rows(Plan, status__exact="running")] == [going.plan.pk]
    assert [p.pk for p in admin.rows(Plan, q="rest")] == [draft.plan.pk]
    assert [p.pk for p in admin.rows(Plan, q=str(going.plan.pk))] == [going.plan.pk]


def test_the_list_takes_as_many_queries_for_one_plan_as_for_three(admin: AdminClient, alice: User) -> None:
    Team(alice).propose_and_approve()
    one = admin.queries(admin.url(Plan, "changelist"))
    for _ in range(2):
        Team(alice).propose_and_approve()
    assert admin.queries(admin.url(Plan, "changelist")) == one


def test_a_page_takes_as_many_queries_for_one_step_as_for_three(admin: AdminClient, alice: User) -> None:
    short, long = Team(alice), Team(alice)
    short.propose_and_approve({"title": "Short", "steps": [{"title": "Look", "agent": "Data Analyst"}]})
    long.propose_and_approve()
    for team in (short, long):
        team.answer("Done.")
    long.answer("Done.")
    costs = {admin.queries(admin.url(Plan, "change", team.plan.pk)) for team in (short, long)}
    assert len(costs) == 1


def test_a_proposal_is_approved(admin: AdminClient, team: Team, ruth: User, alice: User) -> None:
    assert "/approve/" not in page(admin, team)
    team.propose()
    assert "/approve/" in page(admin, team)
    response = command(admin, team, "approve", version="1")
    assert response.redirect_chain == [(admin.url(Plan, "change", team.plan.pk), 302)]
    assert notices(response) == ["Approved."]
    plan = Plan.objects.get()
    assert (plan.status, plan.approved_by) == ("running", ruth)
    assert event_types(alice)[-1] == "plan_update"
    logged = LogEntry.objects.get()
    assert (logged.user, logged.object_id, logged.change_message) == (ruth, str(plan.pk), "Approved.")
    assert notices(command(admin, team, "approve", version="1")) == ["The plan is running."]


def test_a_plan_edited_in_the_meantime_is_not_approved(admin: AdminClient, team: Team, alice: User) -> None:
    team.propose()
    edit_plan(alice, team.plan.pk, version=1, proposal=OFFSITE)
    assert notices(command(admin, team, "approve", version="1")) == [
        "The plan has changed in the meantime. Look at it again first."
    ]
    assert team.status == "awaiting_approval"
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "²"])
def test_an_approval_names_the_version(admin: AdminClient, team: Team, version: str) -> None:
    team.propose()
    assert notices(command(admin, team, "approve", version=version)) == [
        "The plan has changed in the meantime. Look at it again first."
    ]
    assert team.status == "awaiting_approval"


def test_a_plan_is_stopped(admin: AdminClient, team: Team) -> None:
    team.propose_and_approve()
    assert notices(command(admin, team, "stop")) == ["Stopped."]
    assert team.status == "cancelled"
    shown = page(admin, team)
    assert "/stop/" not in shown
    assert "/retry/" not in shown
    assert notices(command(admin, team, "stop")) == ["The plan is stopped."]


def test_a_failed_plan_is_resumed(admin: AdminClient, team: Team) -> None:
    team.propose_and_approve()
    team.stumble()
    shown = page(admin, team)
    assert "The assistant took too long." in shown
    assert "Try again" in shown
    assert notices(command(admin, team, "retry")) == ["Resumed."]
    advance_plan(team.plan.pk)
    assert (team.status, team.steps[0]) == ("running", "running")


def test_chosen_plans_are_stopped_or_resumed(admin: AdminClient, alice: User, bob: User) -> None:
    draft, going, failed, paused = Team(alice), Team(alice), Team(bob), Team(bob)
    for team in (going, failed, paused):
        team.propose_and_approve()
    failed.stumble()
    pause_plan(bob, paused.plan.pk)
    assert act(admin, "retry_plans", draft, going, failed, paused) == ["2 plans resumed."]
    assert (failed.status, paused.status) == ("running", "running")
    assert act(admin, "retry_plans", draft) == ["None of the chosen plans has failed or is paused."]
    assert act(admin, "stop_plans", draft, going) == ["2 plans stopped."]
    assert (draft.status, going.status, failed.status) == ("cancelled", "cancelled", "running")
    assert act(admin, "stop_plans", draft) == ["None of the chosen plans is open."]
    assert LogEntry.objects.count() == 4


def test_staff_with_view_permission_can_change_nothing(team: Team) -> None:
    team.propose()
    reader = UserFactory.create(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_plan"))
    admin = AdminClient(reader)
    shown = page(admin, team)
    assert "Look at what is planned" in shown
    for verb in ("approve", "stop", "retry"):
        assert f"/{verb}/" not in shown
        assert command(admin, team, verb, version="1").status_code == 403
    act(admin, "stop_plans", team)
    assert team.status == "awaiting_approval"


def test_plans_and_steps_are_read_only(admin: AdminClient, team: Team) -> None:
    team.propose()
    url = admin.url(Plan, "change", team.plan.pk)
    assert admin.client.post(url, {"title": "Mine", "steps-0-title": "Mine"}).status_code == 403
    assert admin.client.post(admin.url(Plan, "delete", team.plan.pk)).status_code == 403
    assert admin.client.get(admin.url(Plan, "add")).status_code == 403
    assert not Step.objects.filter(title="Mine").exists()


def test_commands_on_unknown_plans_are_not_found(admin: AdminClient, team: Team) -> None:
    for verb in ("approve", "stop", "retry"):
        url = reverse(f"admin:chatbot_plan_{verb}", args=[team.plan.pk])
        assert admin.client.get(url).status_code == 405
        assert admin.client.post(url.replace(str(team.plan.pk), str(team.plan.owner.pk))).status_code == 404


def test_each_state_has_an_icon() -> None:
    assert set(ICONS) >= {*Plan.Status.values, *Step.Status.values, *PlanMessage.Status.values}
