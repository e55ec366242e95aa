"""A plan through a real OpenAI-compatible endpoint, over both of its APIs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chatbot.domain.plans.control import resume_plan
from tests.chatbot.agent.chat import Chat, outputs
from tests.provider.script import Provider, call, calls, refuses, says

from .crew import Crew

PROPOSAL: dict[str, Any] = {
    "title": "Offsite",
    "steps": [
        {"title": "Look", "detail": "What is there?", "agent": "Data Analyst", "depends_on": []},
        {"title": "Add", "detail": "", "agent": "Task Manager", "depends_on": [1]},
    ],
    "note": "Two steps will do.",
}
LIST = call("list_tasks", status="all", due=None, tag=None, priority=None)
ADD = call("add_task", title="Venue", description=None, priority=None, due_at=None, tags=None)
ASK = call("ask_user", question="Which city?", options=["Bonn", "Rome"], answer=None)


def proposes(plan: Any = PROPOSAL) -> dict[str, Any]:
    text = json.dumps(plan)
    return says(*(text[start : start + 20] for start in range(0, len(text), 20)))


def schema_in(request: dict[str, Any]) -> dict[str, Any]:
    if "response_format" in request:
        given: dict[str, Any] = request["response_format"]["json_schema"]
    else:
        given = request["text"]["format"]
    assert given["strict"] is True
    schema: dict[str, Any] = given["schema"]
    return schema


def tools_in(request: dict[str, Any]) -> set[str]:
    return {tool.get("name") or tool["function"]["name"] for tool in request.get("tools", ())}


async def planned(chat: Chat, endpoint: Provider, *answers: dict[str, Any]) -> Crew:
    endpoint.play(proposes(), *answers)
    crew = await Crew.on(chat, "Prepare the offsite")
    assert await crew.work() == "awaiting_approval"
    return crew


async def test_a_plan_is_made_and_carried_out(endpoint: Provider, chat: Chat) -> None:
    crew = await planned(
        chat,
        endpoint,
        calls(LIST),
        says("Nothing", " there."),
        calls(ADD),
        says("Added #1."),
        says("The venue", " is on your list."),
    )
    assert await crew.approve() == "completed"
    plan = await crew.plan()
    assert (plan.title, plan.summary) == ("Offsite", "The venue is on your list.")
    assert [step.result for step in plan.current_steps] == ["Nothing there.", "Added #1."]
    assert await chat.tasks() == ["Venue"]
    planning, look, _, add, _, summing_up = endpoint.requests
    assert set(schema_in(planning)["required"]) == {"title", "steps", "note"}
    assert tools_in(planning) == {"list_tasks", "search_tasks"}
    assert tools_in(look) == {"list_tasks", "search_tasks"}
    assert tools_in(add) > {"add_task", "ask_user"}
    assert "delete_task" not in tools_in(add)
    assert "Nothing there." in json.dumps(add)
    assert "Added #1." in json.dumps(summing_up)
    said = [message.content for message in await crew.messages()]
    assert said[1] == "Two steps will do."


async def test_an_answer_that_is_not_a_plan_is_requested_again(endpoint: Provider, chat: Chat) -> None:
    endpoint.play(says("First we look."), proposes())
    crew = await Crew.on(chat, "Prepare the offsite")
    assert await crew.work() == "awaiting_approval"
    again = json.dumps(endpoint.requests[1])
    assert "not a valid plan" in again
    assert "First we look." in again


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (says("{}"), "title"),
        (proposes({**PROPOSAL, "steps": [{**PROPOSAL["steps"][0], "agent": "Pilot"}]}), "no agent 'Pilot'"),
        (proposes({**PROPOSAL, "steps": [{**PROPOSAL["steps"][0], "depends_on": [1]}]}), "depend on step 1"),
    ],
)
async def test_a_second_one_fails_the_plan_clearly(
    second: dict[str, Any], reason: str, configured: Provider, chat: Chat
) -> None:
    configured.play(says("First we look."), second)
    crew = await Crew.on(chat, "Prepare the offsite")
    assert await crew.work() == "failed"
    assert reason in (await crew.plan()).error
    assert len(configured.requests) == 2
    configured.play(proposes())
    await crew.do(resume_plan)
    assert await crew.work() == "awaiting_approval"
    assert "First we look." not in json.dumps(configured.requests)


async def test_a_planner_that_cannot_be_reached_fails_the_plan_clearly(
    configured: Provider, chat: Chat
) -> None:
    configured.play(refuses(401))
    crew = await Crew.on(chat, "Prepare the offsite")
    assert await crew.work() == "failed"
    error = (await crew.plan()).error
    assert error
    assert "sk-secret" not in error
    configured.play(proposes())
    await crew.do(resume_plan)
    assert await crew.work() == "awaiting_approval"


async def test_a_step_that_fails_half_way_is_resumed_without_repeating_anything(
    endpoint: Provider, chat: Chat
) -> None:
    crew = await planned(chat, endpoint, says("Nothing."), calls(ADD), refuses(401))
    assert await crew.approve() == "failed"
    assert [step.status for step in await crew.steps()] == ["completed", "failed"]
    assert (await crew.plan()).error.startswith("Step 2 failed: ")
    endpoint.play(says("Added #1."), says("Done."))
    await crew.do(resume_plan)
    assert await crew.work() == "completed"
    assert await chat.tasks() == ["Venue"]
    assert len(outputs(endpoint.requests[0])) == 1


async def test_a_question_is_answered_in_the_middle_of_a_step(endpoint: Provider, chat: Chat) -> None:
    crew = await planned(chat, endpoint, says("Nothing."), calls(ASK), says("Rome it is."), says("Done."))
    assert await crew.approve() == "running"
    assert [step.status for step in await crew.steps()] == ["completed", "running"]
    (data,) = [data for kind, data in await chat.published() if kind == "approval_requested"]
    assert (data["message"], data["result"]["is_question"]) == ("Which city?", True)
    assert data["result"]["arguments"]["options"] == ["Bonn", "Rome"]
    assert await crew.answer("Rome") == "completed"
    assert outputs(endpoint.requests[-2]) == [{"answer": "Rome"}]
    assert (await crew.steps())[1].result == "Rome it is."


@pytest.mark.parametrize(
    "question",
    [
        call("ask_user", question=" ", options=None, answer=None),
        call("ask_user", question="Which?", options=["x"] * 7, answer=None),
        call("ask_user", question="Which?", options=["x" * 101], answer=None),
    ],
)
async def test_an_invalid_question_is_refused(
    question: dict[str, Any], configured: Provider, chat: Chat
) -> None:
    crew = await planned(chat, configured, says("Nothing."), calls(question), says("So."), says("Done."))
    assert await crew.approve() == "completed"
    assert "do not fit" in outputs(configured.requests[-2])[0]["error"]


TEXT = json.dumps(PROPOSAL)
OUT_OF_FORM = {
    "after prose": f"Here is the plan:\n{TEXT}\nShall I begin?",
    "fenced": f"```json\n{TEXT}\n```",
    "after thinking": f"<think>A {{plan}}?</think>{TEXT}",
    "within another object": json.dumps({"plan": PROPOSAL}),
    "with further keys": json.dumps(
        {**PROPOSAL, "reasoning": "Hm.", "steps": [{**step, "id": 1} for step in PROPOSAL["steps"]]}
    ),
}


@pytest.mark.parametrize("form", OUT_OF_FORM)
async def test_a_plan_in_another_format_is_accepted(form: str, configured: Provider, chat: Chat) -> None:
    configured.play(says(OUT_OF_FORM[form]))
    crew = await Crew.on(chat, "Prepare the offsite")
    assert await crew.work() == "awaiting_approval"
    assert [step.title for step in await crew.steps()] == ["Look", "Add"]
    assert len(configured.requests) == 1


async def test_an_endpoint_without_schemas_is_asked_by_a_call_and_then_in_words(
    endpoint: Provider, chat: Chat
) -> None:
    no_schema = refuses(400, "This response_format type is unavailable now")
    endpoint.play(no_schema, calls(call("ProposedPlan", **PROPOSAL)))
    crew = await Crew.on(chat, "Prepare the offsite")
    assert await crew.work() == "awaiting_approval"
    assert [step.title for step in await crew.steps()] == ["Look", "Add"]
    first, second = endpoint.requests
    assert schema_in(first)
    assert tools_in(second) == {"ProposedPlan", "list_tasks", "search_tasks"}
    # What was learned is known for the next plan.
    endpoint.play(refuses(400, "tools are not supported"), proposes())
    crew = await Crew.on(chat, "Prepare the offsite")
    assert await crew.work() == "awaiting_approval"
    first, second = endpoint.requests
    assert tools_in(first) == {"ProposedPlan", "list_tasks", "search_tasks"}
    assert tools_in(second) == set()
    assert all(f'"{key}"' in json.dumps(second).replace("\\\\", "\\").replace('\\"', '"') for key in PROPOSAL)
