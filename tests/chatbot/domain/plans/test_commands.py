"""A plan from its goal to its summary, with the decisions of people."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.plans.advance import advance_plan
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan, skip_step
from chatbot.domain.plans.create import create_plan
from chatbot.domain.plans.decisions import approve_plan, edit_plan, reject_plan
from chatbot.domain.plans.status import find_plan
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.endings import cancel
from chatbot.models import Conversation, Plan, PlanMessage, Run, User
from tests.chatbot.domain.published import published
from tests.subtests import as_subtests

from .team import OFFSITE, Team

PLAN_EVENTS = {"plan_update", "step_update", "agent_message"}


def test_a_plan_is_proposed_approved_carried_out_and_summed_up(team: Team, alice: User) -> None:
    assert team.status == "draft"
    team.propose()
    assert (team.status, team.steps) == ("awaiting_approval", ["planned"] * 3)
    approve_plan(alice, team.plan.pk, by=alice)
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("running", ["running", "planned", "planned"])
    team.answer("You have 12 open tasks.")
    assert team.steps == ["completed", "running", "planned"]
    assert "You have 12 open tasks." in team.queued()[0].trigger.content
    team.answer("Added #13 and #14.")
    team.answer("The venue may be gone.")
    assert (team.status, team.steps) == ("running", ["completed"] * 3)
    assert "The venue may be gone." in team.queued()[0].trigger.content
    team.answer("All is set.")
    plan = find_plan(alice, team.plan.pk)
    assert (plan.status, plan.title, plan.summary) == ("completed", "Offsite in June", "All is set.")
    assert plan.approved_by == alice
    assert plan.finished_at is not None


def test_each_event_is_published_once_and_stored(team: Team, alice: User) -> None:
    team.propose_and_approve({"title": "Short", "steps": [{"title": "Look", "agent": "Data Analyst"}]})
    team.answer("Nothing there.")
    team.answer("Done with it.")
    events = [(kind, data["result"]) for kind, data in published(alice) if kind in PLAN_EVENTS]
    said = [(kind, r["agent_name"], r["message_type"], r["status"], r["content"]) for kind, r in events]
    assert said == [
        ("plan_update", "Lockstep", "thinking", "in_progress", "Making a plan..."),
        ("plan_update", "Lockstep", "result", "in_progress", "Proposed 1 step. Approve, edit or reject."),
        ("agent_message", "Lockstep", "action", "in_progress", "Waiting for your approval: Short"),
        ("plan_update", "Lockstep", "result", "in_progress", "Approved by alice"),
        ("step_update", "Data Analyst", "action", "in_progress", "Step 1 of 1: Look"),
        ("agent_message", "Data Analyst", "thinking", "in_progress", "Working on step 1..."),
        ("agent_message", "Data Analyst", "result", "completed", "Nothing there."),
        ("step_update", "Data Analyst", "result", "completed", "Step 1 is done."),
        ("plan_update", "Lockstep", "action", "in_progress", "Checking the results..."),
        ("plan_update", "Lockstep", "result", "completed", "Done with it."),
    ]
    stored = PlanMessage.objects.filter(plan=team.plan)
    assert [m.content for m in stored] == [content for *_, content in said]
    plan = {"status": "completed", "version": 1, "title": "Short", "approved_by": "alice"}
    assert events[-1][1]["plan"] == plan
    assert events[7][1]["step"] == {"id": str(team.step(1).pk), "position": 1, "status": "completed"}


def test_the_conversations_of_a_plan_are_not_chats(team: Team, alice: User) -> None:
    team.propose_and_approve()
    assert Conversation.objects.of(alice).count() == 2
    assert not Conversation.objects.of(alice).chats().exists()


def test_an_answer_that_is_not_a_plan_is_requested_again(team: Team) -> None:
    team.answer("First we look, then we act.")
    (again,) = team.queued()
    assert "not a valid plan" in again.trigger.content
    team.propose()
    assert team.status == "awaiting_approval"


def test_two_invalid_proposals_fail_the_plan(team: Team, alice: User) -> None:
    team.answer("First we look, then we act.")
    team.answer(json.dumps({**OFFSITE, "steps": [{"title": "Fly", "agent": "Pilot"}]}))
    plan = find_plan(alice, team.plan.pk)
    assert plan.status == "failed"
    assert "there is no agent 'Pilot'" in plan.error
    resume_plan(alice, plan.pk)
    team.propose()
    assert team.status == "awaiting_approval"


def test_a_plan_in_a_code_fence_is_a_plan(team: Team) -> None:
    team.answer(f"```json\n{json.dumps(OFFSITE)}\n```")
    assert team.status == "awaiting_approval"


def test_a_rejected_plan_is_kept(team: Team, alice: User) -> None:
    team.propose()
    reject_plan(alice, team.plan.pk)
    assert (team.status, team.steps) == ("rejected", ["planned"] * 3)
    with pytest.raises(Conflict, match="The plan is rejected"):
        approve_plan(alice, team.plan.pk, by=alice)


def test_feedback_leads_to_another_proposal(team: Team, alice: User) -> None:
    team.propose()
    reject_plan(alice, team.plan.pk, "Only one step, please.")
    assert team.status == "draft"
    asked = team.queued()[0].trigger.content
    assert "Only one step, please." in asked
    assert '"title": "Look at what is planned", "detail": "", "agent": "Data Analyst"' in asked
    team.propose({"title": "Shorter", "steps": OFFSITE["steps"][:1]})
    plan = find_plan(alice, team.plan.pk)
    assert (plan.status, plan.version, plan.title) == ("awaiting_approval", 2, "Shorter")
    assert (len(plan.current_steps), plan.steps.count()) == (1, 4)


def test_a_proposal_can_be_edited_before_approval(team: Team, alice: User) -> None:
    team.propose()
    edited = {"title": "Mine", "steps": [OFFSITE["steps"][2] | {"depends_on": []}, OFFSITE["steps"][0]]}
    edit_plan(alice, team.plan.pk, version=1, proposal=edited)
    plan = find_plan(alice, team.plan.pk)
    assert (plan.title, plan.version) == ("Mine", 2)
    assert [step.title for step in plan.current_steps] == ["Name the risks", "Look at what is planned"]
    with pytest.raises(Conflict, match="has changed in the meantime"):
        edit_plan(alice, team.plan.pk, version=1, proposal=edited)
    approve_plan(alice, team.plan.pk, by=alice)
    with pytest.raises(Conflict, match="Only a plan that waits for approval"):
        edit_plan(alice, team.plan.pk, version=2, proposal=edited)


@pytest.mark.parametrize(
    ("proposal", "problem"),
    [
        ({"title": "", "steps": OFFSITE["steps"]}, "title"),
        ({"title": "x", "steps": []}, "steps"),
        ({"title": "x", "steps": [{"title": "a", "agent": "Pilot"}]}, "there is no agent 'Pilot'"),
        ({"title": "x", "steps": [{"title": "a", "agent": "Planner"}]}, "there is no agent 'Planner'"),
        ({"title": "x", "steps": [{"title": "a", "agent": "Reviewer", "depends_on": [1]}]}, "step 1"),
        (
            {
                "title": "x",
                "steps": [
                    {"title": "a", "agent": "Reviewer", "depends_on": [2]},
                    {"title": "b", "agent": "Reviewer", "depends_on": [1]},
                ],
            },
            "cannot depend on step 2",
        ),
        ({"title": "x", "steps": OFFSITE["steps"] * 7}, "steps"),
        ({"title": "x", "steps": [{"title": "a" * 256, "agent": "Reviewer"}]}, "title"),
        ({"title": "x", "steps": [{"title": "a", "agent": "Reviewer", "owner": 1}]}, "owner"),
        ({"title": 5, "steps": "all"}, "title"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(
    team: Team, alice: User, proposal: dict[str, Any], problem: str
) -> None:
    team.propose()
    with pytest.raises(Invalid, match=problem):
        edit_plan(alice, team.plan.pk, version=1, proposal=proposal)
    assert find_plan(alice, team.plan.pk).version == 1


@as_subtests("goal", ["", "  \n ", "x" * 10_001, None, 5, "\ud800"])
def test_a_goal_must_be_a_text_of_some_length(alice: User, goal: Any) -> None:
    with pytest.raises(Invalid):
        create_plan(alice, goal)
    assert not Plan.objects.exists()


def test_plans_of_others_cannot_be_changed(team: Team, bob: User) -> None:
    team.propose()
    for verb in (reject_plan, cancel_plan, pause_plan, resume_plan, find_plan):
        with pytest.raises(NotFound):
            verb(bob, team.plan.pk)
    with pytest.raises(NotFound):
        approve_plan(bob, team.plan.pk, by=bob)
    with pytest.raises(NotFound):
        skip_step(bob, team.plan.pk, team.step(1).pk)
    assert team.status == "awaiting_approval"


def test_a_failed_step_fails_the_plan_and_can_be_retried(team: Team, alice: User) -> None:
    team.propose_and_approve()
    first = team.queued()[0]
    team.stumble()
    plan = find_plan(alice, team.plan.pk)
    assert (plan.status, team.steps) == ("failed", ["failed", "planned", "planned"])
    assert plan.error == "Step 1 failed: The assistant took too long."
    resume_plan(alice, plan.pk)
    advance_plan(plan.pk)
    (again,) = team.queued()
    assert again.continues == first
    team.answer("There.")
    assert (team.status, team.steps) == ("running", ["completed", "running", "planned"])


def test_a_failed_step_can_be_skipped(team: Team, alice: User) -> None:
    team.propose_and_approve()
    team.stumble()
    skip_step(alice, team.plan.pk, team.step(1).pk)
    resume_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("running", ["skipped", "running", "planned"])


def test_a_pause_interrupts_and_resuming_continues_from_there(team: Team, alice: User) -> None:
    team.propose_and_approve()
    held = team.begin()
    pause_plan(alice, team.plan.pk)
    assert Run.objects.get(pk=held.run_id).stop_requested_at is not None
    cancel(held, "As far as")
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("paused", ["planned"] * 3)
    resume_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    (again,) = team.queued()
    assert str(again.continues_id) == str(held.run_id)
    assert team.steps == ["running", "planned", "planned"]


def test_stopping_ends_the_plan_and_its_runs(team: Team, alice: User) -> None:
    team.propose_and_approve()
    cancel_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("cancelled", ["failed", "planned", "planned"])
    assert not Run.objects.active().exists()
    for verb in (cancel_plan, pause_plan, resume_plan):
        with pytest.raises(Conflict, match="The plan is stopped"):
            verb(alice, team.plan.pk)


def test_a_step_that_is_stopped_by_itself_fails(team: Team, alice: User) -> None:
    team.propose_and_approve()
    cancel_run(alice, team.queued()[0].pk)
    advance_plan(team.plan.pk)
    assert (team.status, team.steps) == ("failed", ["failed", "planned", "planned"])


def test_a_failed_summary_can_be_retried(team: Team, alice: User) -> None:
    team.propose_and_approve({"title": "Short", "steps": OFFSITE["steps"][:1]})
    team.answer("Nothing there.")
    team.stumble()
    assert (team.status, team.steps) == ("failed", ["completed"])
    resume_plan(alice, team.plan.pk)
    advance_plan(team.plan.pk)
    team.answer("All is set.")
    assert team.status == "completed"


def test_steps_run_in_parallel_if_allowed(team: Team, settings: Any) -> None:
    settings.PLAN_PARALLEL_STEPS = 2
    team.propose_and_approve()
    assert team.steps == ["running", "planned", "planned"]
    team.answer("There.")
    assert team.steps == ["completed", "running", "running"]


def test_too_many_open_plans_are_refused(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.domain.plans.create.MOST_OPEN", 2)
    for _ in range(2):
        create_plan(alice, "A goal")
    with pytest.raises(Conflict, match="2 open plans"):
        create_plan(alice, "A goal")
