"""Commands on plans over REST, and the conflict if they come too late."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from chatbot.domain.plans.advance import advance_plan
from chatbot.models import Conversation, Message, Plan, Run, User
from tests.chatbot.api.client import Api
from tests.chatbot.domain.plans.team import OFFSITE, Team


@pytest.fixture
def team(alice: User) -> Team:
    return Team(alice)


def path(team: Team, rest: str = "") -> str:
    return f"/api/plans/{team.plan.pk}/{rest}"


def refused(answer: Any) -> str:
    assert answer.status_code == 409
    assert set(answer.json()) == {"error", "detail", "code"}
    assert answer.json()["code"] == "conflict"
    return str(answer.json()["error"])


def test_an_approved_plan_runs(api: Api, team: Team) -> None:
    team.propose()
    answer = api.post(path(team, "approve/"))
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["approved_by"]) == ("running", "alice")
    assert answer.json()["approved_at"].endswith("Z")
    advance_plan(team.plan.pk)
    assert [step["status"] for step in api.get(path(team)).json()["steps"]] == [
        "running",
        "planned",
        "planned",
    ]


def test_a_second_approval_gets_the_outcome(api: Api, team: Team) -> None:
    team.propose()
    api.post(path(team, "approve"))
    assert refused(api.post(path(team, "approve"))) == "The plan is running."
    assert refused(api.post(path(team, "reject"))) == "The plan is running."


def test_an_approval_may_name_the_version_that_was_read(api: Api, team: Team) -> None:
    team.propose()
    api.send("PUT", path(team), {"version": 1, **OFFSITE, "title": "Other"})
    assert refused(api.post(path(team, "approve/"), {"version": 1})).startswith("The plan has changed")
    assert team.status == "awaiting_approval"
    assert api.post(path(team, "approve/"), {"version": 2}).json()["status"] == "running"


def test_approve_against_stop_gets_the_outcome(api: Api, team: Team) -> None:
    team.propose()
    assert api.post(path(team, "cancel/")).json()["status"] == "cancelled"
    assert refused(api.post(path(team, "approve/"))) == "The plan is stopped."
    assert refused(api.post(path(team, "cancel/"))) == "The plan is stopped."


def test_a_draft_is_not_approved(api: Api, team: Team) -> None:
    assert refused(api.post(path(team, "approve/"))) == "The plan is being planned."


def test_a_rejected_plan_is_kept(api: Api, team: Team) -> None:
    team.propose()
    assert api.post(path(team, "reject/")).json()["status"] == "rejected"
    assert len(api.get(path(team)).json()["steps"]) == 3
    assert refused(api.post(path(team, "approve/"))) == "The plan is rejected."


def test_feedback_requests_another_proposal(api: Api, team: Team) -> None:
    team.propose()
    answer = api.post(path(team, "reject/"), {"feedback": "Only one step, please."})
    assert (answer.status_code, answer.json()["status"]) == (200, "draft")
    assert "Only one step, please." in team.queued()[0].trigger.content
    team.propose({"title": "Shorter", "steps": OFFSITE["steps"][:1]})
    assert api.get(path(team)).json()["version"] == 2


def test_a_plan_is_interrupted_and_resumed(api: Api, team: Team) -> None:
    team.propose_and_approve()
    assert api.post(path(team, "pause/")).json()["status"] == "paused"
    assert refused(api.post(path(team, "pause/"))) == "The plan is paused."
    advance_plan(team.plan.pk)
    assert team.steps == ["planned"] * 3
    assert api.post(path(team, "resume/")).json()["status"] == "running"
    assert refused(api.post(path(team, "resume/"))) == "The plan is running."
    advance_plan(team.plan.pk)
    assert team.steps == ["running", "planned", "planned"]


def test_a_failed_step_is_retried(api: Api, team: Team) -> None:
    team.propose_and_approve()
    assert refused(api.post(path(team, f"steps/{team.step(1).pk}/retry/"))) == "This step is running."
    team.stumble()
    failed = api.get(path(team)).json()
    assert (failed["status"], failed["error"]) == ("failed", "Step 1 failed: The assistant took too long.")
    assert failed["steps"][0]["error"] == "The assistant took too long."
    assert refused(api.post(path(team, f"steps/{team.step(2).pk}/retry/"))) == "This step is planned."
    assert api.post(path(team, f"steps/{team.step(1).pk}/retry/")).json()["status"] == "running"
    advance_plan(team.plan.pk)
    assert team.steps == ["running", "planned", "planned"]


def test_a_failed_step_is_skipped(api: Api, team: Team) -> None:
    team.propose_and_approve()
    assert refused(api.post(path(team, f"steps/{team.step(1).pk}/skip/"))) == "This step is running."
    team.stumble()
    answer = api.post(path(team, f"steps/{team.step(1).pk}/skip/"))
    assert answer.json()["steps"][0]["status"] == "skipped"
    api.post(path(team, "resume/"))
    advance_plan(team.plan.pk)
    assert team.steps == ["skipped", "running", "planned"]


def test_steps_of_other_plans_and_versions_are_not_found(api: Api, alice: User, team: Team) -> None:
    team.propose()
    before = team.step(1).pk
    api.send("PUT", path(team), {"version": 1, **OFFSITE})
    other = Team(alice)
    other.propose()
    for step in (before, other.step(1).pk, uuid4()):
        for verb in ("skip", "retry"):
            answer = api.post(path(team, f"steps/{step}/{verb}/"))
            assert (answer.status_code, answer.json()["error"]) == (404, "There is no such step.")


@pytest.mark.parametrize("verb", ["approve", "reject", "cancel", "pause", "resume"])
@pytest.mark.parametrize(
    "body", [{"force": True}, {"plan_id": "x"}, [], "x", b"{", {"feedback": 7}, {"version": "1"}]
)
def test_unknown_fields_of_a_command_are_refused(api: Api, team: Team, verb: str, body: Any) -> None:
    team.propose()
    answer = api.post(path(team, f"{verb}/"), body)
    assert answer.status_code == 400
    assert team.status == "awaiting_approval"


@pytest.mark.parametrize("feedback", ["x" * 2_001, "a\x00b", None, ["x"]])
def test_bad_feedback_is_refused(api: Api, team: Team, feedback: Any) -> None:
    team.propose()
    answer = api.post(path(team, "reject/"), {"feedback": feedback})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["feedback"])
    assert team.status == "awaiting_approval"


def test_commands_only_accept_post(api: Api, team: Team) -> None:
    for rest in ("approve/", "cancel/", f"steps/{uuid4()}/skip/"):
        assert api.get(path(team, rest)).status_code == 405
    assert api.delete(path(team)).status_code == 405
    assert Plan.objects.exists()


def test_conversations_of_agents_are_not_listed_as_chats(api: Api, team: Team) -> None:
    team.propose_and_approve()
    planning = Conversation.objects.filter(plan=team.plan).latest("created_at")
    address = f"/api/conversations/{planning.pk}/"
    assert api.get("/api/conversations/").json()["results"] == []
    assert api.patch(address, {"title": "Mine"}).status_code == 404
    assert api.delete(address).status_code == 404
    said = Message.objects.count()
    assert api.post("/api/chat", {"message": "Hello", "conversation_id": str(planning.pk)}).status_code == 404
    assert Message.objects.count() == said


def test_the_runs_of_a_plan_cannot_be_retried_individually(api: Api, team: Team) -> None:
    team.propose_and_approve()
    team.stumble()
    failed = Run.objects.get(status="failed")
    count = Run.objects.count()
    for verb, run in (("retry", failed), ("regenerate", Run.objects.get(purpose="planning"))):
        assert "plan" in refused(api.post(f"/api/runs/{run.pk}/{verb}/"))
    assert Run.objects.count() == count
