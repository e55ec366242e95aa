"""Plans over REST: create, list, read, edit."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chatbot.domain.plans.control import cancel_plan
from chatbot.domain.plans.create import MOST_OPEN, create_plan
from chatbot.domain.plans.decisions import approve_plan
from chatbot.models import Plan, User
from streaming.cursor import Cursor
from tests.chatbot.api.client import Api, problem
from tests.chatbot.domain.plans.team import OFFSITE, Team
from tests.chatbot.domain.published import published
from tests.subtests import as_subtests

PROMISED = ("id", "goal", "title", "status", "steps")
PROMISED_STEP = ("id", "position", "title", "detail", "agent", "status", "result")


@pytest.fixture
def team(alice: User) -> Team:
    return Team(alice)


@pytest.fixture
def proposed(team: Team) -> str:
    """The address of a plan that waits for approval."""
    team.propose()
    return f"/api/plans/{team.plan.pk}/"


def edited(**changes: Any) -> dict[str, Any]:
    return {"version": 1, **OFFSITE, **changes}


def test_a_goal_becomes_a_plan(api: Api, alice: User) -> None:
    answer = api.post("/api/plans/", {"goal": "  Prepare the team offsite in June: venue, travel, agenda "})
    assert answer.status_code == 201
    plan = answer.json()
    assert tuple(plan)[:5] == PROMISED
    assert plan["goal"] == "Prepare the team offsite in June: venue, travel, agenda"
    assert (plan["status"], plan["version"], plan["steps"]) == ("draft", 0, [])
    assert answer["Location"] == f"/api/plans/{plan['id']}/"
    assert Plan.objects.get().owner == alice


def test_the_cursor_of_a_new_plan_is_before_its_first_event(api: Api, alice: User) -> None:
    cursor = Cursor.parse(api.post("/api/plans", {"goal": "Rest"}).json()["cursor"])
    assert cursor.seq == 0
    assert published(alice)[0][0] == "plan_update"


def test_a_proposal_is_reported_with_its_steps_in_order(api: Api, team: Team, proposed: str) -> None:
    plan = api.get(proposed).json()
    assert (plan["status"], plan["title"], plan["version"]) == ("awaiting_approval", "Offsite in June", 1)
    assert [tuple(step)[:7] for step in plan["steps"]] == [PROMISED_STEP] * 3
    assert [(s["position"], s["agent"], s["depends_on"], s["run_id"]) for s in plan["steps"]] == [
        (1, "Data Analyst", [], None),
        (2, "Task Manager", [1], None),
        (3, "Business Advisor", [1], None),
    ]


def test_a_finished_plan_has_results_and_summary(api: Api, alice: User) -> None:
    team = Team(alice)
    team.propose_and_approve({"title": "Short", "steps": [{"title": "Look", "agent": "Data Analyst"}]})
    team.answer("12 tasks.")
    team.answer("All is well.")
    plan = api.get(f"/api/plans/{team.plan.pk}").json()
    assert (plan["status"], plan["summary"], plan["approved_by"]) == ("completed", "All is well.", "alice")
    [step] = plan["steps"]
    assert (step["status"], step["result"], step["error"]) == ("completed", "12 tasks.", None)
    assert api.get(f"/api/runs/{step['run_id']}/").json()["status"] == "succeeded"
    assert plan["finished_at"].endswith("Z")


@as_subtests(
    ("body", "field"),
    [
        ({"goal": ""}, "goal"),
        ({"goal": " \n "}, "goal"),
        ({"goal": "x" * 10_001}, "goal"),
        ({"goal": None}, "goal"),
        ({"goal": 7}, "goal"),
        ({"goal": ["Rest"]}, "goal"),
        ({"goal": "a\x00b"}, "goal"),
        ({}, "goal"),
        ({"goal": "Rest", "owner": "bob"}, "owner"),
        ({"goal": "Rest", "status": "running"}, "status"),
    ],
)
def test_a_bad_goal_is_refused_with_its_field(api: Api, body: Any, field: str) -> None:
    answer = api.post("/api/plans/", body)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert not Plan.objects.exists()


@as_subtests("body", [b"", b"[]", b'"x"', b"{", b"\xff", b"null", b"[" * 50_000])
def test_a_body_that_is_not_an_object_is_refused(api: Api, body: bytes) -> None:
    assert api.send("POST", "/api/plans/", body).status_code == 400


def test_a_goal_of_the_maximum_length_is_accepted(api: Api) -> None:
    assert api.post("/api/plans/", {"goal": "é" * 10_000}).status_code == 201


def test_the_number_of_open_plans_is_limited(api: Api, alice: User) -> None:
    for number in range(MOST_OPEN):
        create_plan(alice, f"Goal {number}")
    answer = api.post("/api/plans/", {"goal": "One more"})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["error"] == "You have 20 open plans. Finish or stop one of them first."


def test_plans_are_listed_the_latest_first_and_filtered_by_status(api: Api, alice: User, bob: User) -> None:
    waiting, stopped, draft = Team(alice, "One"), Team(alice, "Two"), Team(alice, "Three")
    create_plan(bob, "His")
    waiting.propose()
    cancel_plan(alice, stopped.plan.pk)

    def goals(**query: Any) -> list[str]:
        answer = api.get("/api/plans/", query)
        assert answer.status_code == 200
        return [plan["goal"] for plan in answer.json()["results"]]

    assert goals() == [draft.plan.goal, stopped.plan.goal, waiting.plan.goal]
    assert goals(status="cancelled") == ["Two"]
    assert goals(status="open") == ["Three", "One"]
    assert goals(status=["cancelled", "draft"]) == ["Three", "Two"]
    assert goals(status="completed") == []
    first = api.get("/api/plans/", {"limit": 2}).json()
    assert len(first["results"]) == 2
    assert "cursor" not in first["results"][0]
    rest = api.get(first["next"]).json()
    assert [plan["goal"] for plan in rest["results"]] == ["One"]
    assert rest["next"] is None
    for bad in ({"status": "done"}, {"state": "draft"}, {"limit": "0"}):
        assert api.get("/api/plans/", bad).status_code == 400


def test_a_list_takes_as_many_queries_for_one_plan_as_for_three(api: Api, alice: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            api.get("/api/plans/")
        return len(queries)

    Team(alice).propose_and_approve()
    one = cost()
    for _ in range(2):
        Team(alice).propose_and_approve()
    assert cost() == one


def test_an_edit_gives_the_plan_a_new_version(api: Api, proposed: str) -> None:
    steps = [{"title": "Only this", "detail": "By hand.", "agent": "Researcher"}]
    answer = api.send("PUT", proposed, edited(title="Shorter", steps=steps))
    assert answer.status_code == 200
    plan = answer.json()
    assert (plan["title"], plan["version"], plan["status"]) == ("Shorter", 2, "awaiting_approval")
    assert [(s["title"], s["detail"], s["agent"]) for s in plan["steps"]] == [
        ("Only this", "By hand.", "Researcher")
    ]


def test_a_patch_keeps_other_fields(api: Api, proposed: str) -> None:
    before = api.get(proposed).json()["steps"]
    renamed = api.patch(proposed, {"version": 1, "title": "Renamed"}).json()
    assert (renamed["title"], renamed["version"]) == ("Renamed", 2)
    kept = ("position", "title", "agent", "depends_on")
    assert [[s[k] for k in kept] for s in renamed["steps"]] == [[s[k] for k in kept] for s in before]
    fewer = api.patch(proposed, {"version": 2, "steps": OFFSITE["steps"][:1]}).json()
    assert (fewer["title"], len(fewer["steps"])) == ("Renamed", 1)


def test_an_edit_of_an_older_version_is_refused(api: Api, proposed: str) -> None:
    assert api.send("PUT", proposed, edited(title="First")).status_code == 200
    for method in ("PUT", "PATCH"):
        refused = api.send(method, proposed, edited(title="Second"))
        assert refused.status_code == 409
        sentence = "The plan has changed in the meantime. Look at it again first."
        assert refused.json() == problem("conflict", sentence)
    assert api.get(proposed).json()["title"] == "First"


def test_only_a_plan_that_waits_for_approval_can_be_edited(
    api: Api, alice: User, team: Team, proposed: str
) -> None:
    approve_plan(alice, team.plan.pk, by=alice)
    refused = api.send("PUT", proposed, edited())
    assert refused.status_code == 409
    assert refused.json()["error"].endswith("it is running.")
    draft = create_plan(alice, "Another")
    refused = api.patch(f"/api/plans/{draft.pk}/", {"version": 0, "title": "Too early"})
    assert refused.status_code == 409
    assert refused.json()["error"].endswith("it is being planned.")


LOOK = {"title": "Look", "agent": "Data Analyst"}


@as_subtests(
    ("changes", "says"),
    [
        ({"steps": []}, "steps"),
        ({"steps": [LOOK] * 21}, "steps"),
        ({"steps": "Look"}, "steps"),
        ({"steps": ["Look"]}, "steps"),
        ({"steps": None}, "steps"),
        ({"steps": [{**LOOK, "agent": "Pilot"}]}, "there is no agent 'Pilot'"),
        ({"steps": [{**LOOK, "agent": "Planner"}]}, "there is no agent 'Planner'"),
        ({"steps": [{**LOOK, "agent": 7}]}, "This must be text."),
        ({"steps": [{"title": "Look"}]}, "required"),
        ({"steps": [{**LOOK, "title": " "}]}, "steps.0.title"),
        ({"steps": [{**LOOK, "title": "x" * 256}]}, "steps.0.title"),
        ({"steps": [{**LOOK, "detail": "x" * 4_001}]}, "steps.0.detail"),
        ({"steps": [{**LOOK, "status": "completed"}]}, "There is no such field."),
        ({"steps": [{**LOOK, "depends_on": [1]}]}, "only on one that comes before"),
        (
            {"steps": [{**LOOK, "depends_on": [2]}, {**LOOK, "depends_on": [1]}]},
            "Step 1 cannot depend on step 2",
        ),
        ({"steps": [LOOK, {**LOOK, "depends_on": [0]}]}, "cannot depend on step 0"),
        ({"steps": [LOOK, {**LOOK, "depends_on": [10**30]}]}, "cannot depend"),
        ({"steps": [LOOK, {**LOOK, "depends_on": ["1"]}]}, "This must be a whole number."),
        ({"steps": [LOOK, {**LOOK, "depends_on": [True]}]}, "This must be a whole number."),
        ({"steps": [LOOK, {**LOOK, "depends_on": 1}]}, "steps"),
        ({"title": ""}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"title": None}, "title"),
        ({"version": "1"}, "version"),
        ({"version": 1.0}, "version"),
        ({"version": True}, "version"),
        ({"version": None}, "version"),
        ({"goal": "Another"}, "goal"),
    ],
)
def test_a_bad_proposal_is_refused_with_its_errors(
    api: Api, proposed: str, changes: dict[str, Any], says: str
) -> None:
    before = api.get(proposed).json()
    for method in ("PUT", "PATCH"):
        answer = api.send(method, proposed, edited(**changes))
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
        assert says in answer.json()["error"]
        assert answer.json()["fields"]
    assert api.get(proposed).json() == before


def test_an_edit_names_its_version_and_what_it_changes(api: Api, proposed: str) -> None:
    assert list(api.send("PUT", proposed, OFFSITE).json()["fields"]) == ["version"]
    assert list(api.patch(proposed, {"title": "New"}).json()["fields"]) == ["version"]
    assert (
        api.patch(proposed, {"version": 1}).json()["error"] == "Say what to change: the title, or the steps."
    )
    assert set(api.send("PUT", proposed, {"version": 1}).json()["fields"]) == {"title", "steps"}


def test_messages_of_a_plan_are_listed_in_order(api: Api, team: Team) -> None:
    team.propose_and_approve({"title": "Short", "steps": [{"title": "Look", "agent": "Data Analyst"}]})
    team.answer("Nothing there.")
    path = f"/api/plans/{team.plan.pk}/messages/"
    page = api.get(path).json()
    said = page["results"]
    assert page["next"] is None
    assert [(m["type"], m["agent"], m["content"]) for m in said[4:7]] == [
        ("step_update", "Data Analyst", "Step 1 of 1: Look"),
        ("agent_message", "Data Analyst", "Working on step 1..."),
        ("agent_message", "Data Analyst", "Nothing there."),
    ]
    assert [m["id"] for m in said] == sorted(m["id"] for m in said)
    assert (said[0]["step_id"], said[6]["step_id"]) == (None, str(team.step(1).pk))
    assert (said[6]["message_type"], said[6]["status"]) == ("result", "completed")
    # As in the frames.
    events = [
        d["result"]
        for kind, d in published(team.owner)
        if kind in {"plan_update", "step_update", "agent_message"}
    ]
    assert [m["timestamp"] for m in said] == [r["timestamp"] for r in events]
    assert len(api.get(path, {"limit": 2, "page": 2}).json()["results"]) == 2


def test_plans_of_other_people_are_not_found(api: Api, bob: User) -> None:
    theirs = Team(bob)
    theirs.propose()
    own = f"/api/plans/{theirs.plan.pk}/"
    unknown = f"/api/plans/{uuid4()}/"
    step = theirs.step(1).pk
    requests = [("GET", ""), ("PUT", ""), ("PATCH", ""), ("GET", "messages/")]
    requests += [("POST", f"{verb}/") for verb in ("approve", "reject", "cancel", "pause", "resume")]
    requests += [("POST", f"steps/{step}/skip/"), ("POST", f"steps/{step}/retry/")]
    for method, rest in requests:
        answers = [api.send(method, address + rest) for address in (own, unknown)]
        assert [answer.status_code for answer in answers] == [404, 404], (method, rest)
        assert answers[0].content == answers[1].content
    assert theirs.status == "awaiting_approval"
    assert api.get("/api/plans/").json()["results"] == []
