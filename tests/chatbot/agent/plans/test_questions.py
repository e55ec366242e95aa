"""An agent asks a question in its step: stored, answerable from every interface and
after a restart, expiring."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from chatbot.domain.errors import Conflict, Invalid, NotFound
from chatbot.domain.journal import approvals
from chatbot.domain.plans.control import cancel_plan, pause_plan, resume_plan
from chatbot.domain.runs import sweeper
from chatbot.models import PlanMessage, Run, Task, ToolCall, User
from chatbot.models.now import Now
from tests.chatbot.agent.chat import Chat
from tests.factories import UserFactory

from .crew import Crew

UNDATED = "Plan my move to Berlin"


@pytest.fixture
async def crew(chat: Chat) -> Crew:
    """A plan whose Task Manager waits for an answer."""
    crew = await Crew.on(chat, UNDATED)
    await crew.work()
    assert await crew.approve() == "running"
    return crew


async def asked(crew: Crew) -> list[dict[str, Any]]:
    return [data for kind, data in await crew.chat.published() if kind == "approval_requested"]


async def days(crew: Crew) -> set[Any]:
    return {task.due_at async for task in Task.objects.filter(owner=crew.owner)}


async def test_the_date_of_a_move_is_asked_for_once(crew: Crew) -> None:
    (data,) = await asked(crew)
    assert data["message"] == "When is it? I set the dates of the tasks by that."
    assert data["result"]["arguments"]["options"] == ["In two weeks", "In a month", "No date yet"]
    assert await crew.answer("on 31 March 2027") == "completed"
    assert None not in await days(crew)
    last = max(await days(crew))
    assert (last.astimezone(crew.owner.tz).month, len(await asked(crew))) == (3, 1)


@pytest.mark.parametrize("answer", ["In two weeks", "In a month", "july", "next friday"])
async def test_an_answer_that_names_a_day_sets_the_dates(crew: Crew, answer: str) -> None:
    assert await crew.answer(answer) == "completed"
    assert None not in await days(crew)


@pytest.mark.parametrize("answer", ["No date yet", "when the stars are right"])
async def test_an_answer_without_a_day_sets_none(crew: Crew, answer: str) -> None:
    assert await crew.answer(answer) == "completed"
    assert await days(crew) == {None}
    result = (await crew.steps())[3].result
    assert ("I could not read" in result) is (answer != "No date yet")


async def test_the_step_continues_without_an_answer(crew: Crew) -> None:
    assert await crew.decline() == "completed"
    assert await days(crew) == {None}
    assert "I got no date" in (await crew.steps())[3].result


async def test_an_unanswered_question_expires_visibly(crew: Crew) -> None:
    await ToolCall.objects.filter(status="awaiting_approval").aupdate(expires_at=Now() - timedelta(seconds=1))
    await sync_to_async(sweeper.sweep)()
    (resolved,) = [data for kind, data in await crew.chat.published() if kind == "approval_resolved"]
    assert resolved["result"]["decision"] == "expired"
    assert await crew.work() == "completed"


async def test_a_question_survives_a_restart(crew: Crew) -> None:
    await sync_to_async(sweeper.recover)()
    assert await crew.work() == "running"
    assert await crew.answer("In a month") == "completed"
    assert len(await asked(crew)) == 1


async def test_a_question_is_answered_over_rest(crew: Crew) -> None:
    call = await crew.question()
    client = AsyncClient()
    await client.aforce_login(crew.owner)
    (listed,) = (await client.get("/api/approvals/")).json()["results"]
    assert listed["call_id"] == call.call_id
    arguments = {**call.arguments, "answer": "In two weeks"}
    where = f"/api/tool-calls/{call.call_id}/approve/"
    assert (await client.post(where, {}, content_type="application/json")).status_code == 400
    for wrong in ({"answer": " "}, {"answer": None}, {"answer": "x" * 2_001}, {"answer": ["a"]}):
        body = {"arguments": {**arguments, **wrong}}
        assert (await client.post(where, body, content_type="application/json")).status_code == 400
    body = {"arguments": arguments}
    assert (await client.post(where, body, content_type="application/json")).status_code == 200
    assert (await client.post(where, body, content_type="application/json")).status_code == 409
    assert await crew.work() == "completed"


async def test_others_cannot_answer(crew: Crew) -> None:
    bob: User = await sync_to_async(UserFactory.create)(username="bob")
    call = await crew.question()
    with pytest.raises(NotFound):
        await sync_to_async(approvals.approve)(bob, call.call_id, by=bob, arguments={"answer": "now"})


async def test_a_typed_yes_is_not_an_answer(crew: Crew) -> None:
    call = await crew.question()
    with pytest.raises(Invalid, match="answer"):
        await sync_to_async(approvals.approve)(crew.owner, call.call_id, by=crew.owner)
    assert (await crew.question()).pk == call.pk


async def test_an_answer_during_a_pause_is_refused_and_the_question_asked_again(crew: Crew) -> None:
    call = await crew.question()
    await crew.do(pause_plan)
    with pytest.raises(Conflict):
        await sync_to_async(approvals.approve)(
            crew.owner, call.call_id, by=crew.owner, arguments={**call.arguments, "answer": "In a month"}
        )
    assert await crew.work() == "paused"
    await crew.do(resume_plan)
    assert await crew.work() == "running"
    assert len(await asked(crew)) == 2
    assert await crew.answer("In a month") == "completed"
    assert None not in await days(crew)


async def test_stopping_the_plan_withdraws_the_question(crew: Crew) -> None:
    await crew.do(cancel_plan)
    assert await crew.work() == "cancelled"
    assert not await ToolCall.objects.awaiting_approval().aexists()
    assert not await Run.objects.active().aexists()
    assert await crew.chat.tasks() == []


async def test_followers_of_the_plan_see_each_call_and_pending_ones(crew: Crew) -> None:
    assert await crew.answer("No date yet") == "completed"
    published = [
        (message.message_type, message.status, message.content)
        async for message in PlanMessage.objects.filter(
            plan=crew.plan_id, is_activity=True, agent_name="Task Manager"
        )
    ]
    question = "When is it? I set the dates of the tasks by that. (In two weeks / In a month / No date yet)"
    begins = published.index(("action", "in_progress", "Asking you..."))
    assert published[begins + 1 : begins + 3] == [
        ("action", "in_progress", f"Waiting for your answer: {question}"),
        ("result", "completed", "You answered: No date yet"),
    ]
    assert published[begins + 3][2] == "Creating a new task..."
    assert published[begins + 4][2].startswith("Created: ")
    calls = await crew.calls()
    messages = [message for message in await crew.published() if message["agent_name"] != "Lockstep"]
    kinds = [message["content"] for message in messages if message["message_type"] == "action"]
    waiting = [content for content in kinds if content.startswith("Waiting for your ")]
    assert len(waiting) == 2  # the proposal, and the question
    assert [content for content in kinds if content.endswith("...")] != []
    steps = await crew.steps()
    assert len(kinds) == len(calls) + len(waiting) + len(steps)
    for step in steps:
        assert len([message for message in messages if step.title in message["content"]]) <= 2


async def test_a_call_that_is_not_approved_ends_for_followers_too(crew: Crew) -> None:
    await crew.decline()
    assert f"Declined by {crew.owner.username}" in [message.content for message in await crew.messages()]
