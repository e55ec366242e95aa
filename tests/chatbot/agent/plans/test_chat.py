"""Plans from the chat: requested, or offered if a message is a goal rather than a command."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from django.urls import reverse

from chatbot.domain.runs import sweeper
from chatbot.models import Plan, Run, User
from tests.chatbot.agent.boundaries import Crash, attempt, fewest
from tests.chatbot.agent.chat import Chat, outputs
from tests.markup import parse
from tests.provider.script import Provider, call, calls, says

from .crew import Crew

GOAL = "Prepare the team offsite in June: venue, travel, agenda"


async def plans(chat: Chat) -> list[Plan]:
    return [plan async for plan in Plan.objects.filter(owner=chat.owner)]


async def choose(chat: Chat, run: Run, answer: str) -> Run:
    asked = await chat.pending(run)
    return await chat.approve(run, {**asked.arguments, "answer": answer})


async def test_a_requested_plan_is_started_at_once(chat: Chat) -> None:
    run = await chat.ask("Please make a plan for the team offsite in June: venue, travel")
    (plan,) = await plans(chat)
    assert (plan.status, plan.goal) == ("draft", "the team offsite in June: venue, travel")
    assert f"](/plan/{plan.pk}/)" in run.reply.content
    published = {kind: data for kind, data in await chat.published(run) if kind.startswith("tool_")}
    assert published["tool_starting"]["message"] == "Starting a plan..."
    assert published["tool_complete"]["message"] == "Plan started: the team offsite in June: venue, travel"
    assert published["tool_complete"]["result"]["plan"] == {
        "id": str(plan.pk),
        "title": plan.title,
        "status": "draft",
        "url": f"/plan/{plan.pk}/",
    }
    crew = Crew(chat, plan.pk)
    assert await crew.work() == "awaiting_approval"


async def test_the_reply_and_the_card_link_to_the_plan_without_scripts(chat: Chat, alice: User) -> None:
    run = await chat.ask("make a plan for the party")
    (plan,) = await plans(chat)
    client = AsyncClient()
    await client.aforce_login(alice)
    page = parse(await client.get(reverse("conversation", args=[run.conversation_id])))
    links = page.all(f'a[href="/plan/{plan.pk}/"]')
    texts = [link.text.strip() for link in links]
    assert texts[1:] == [plan.title, "Open"]  # on the card
    assert (await client.get(reverse("plan", args=[plan.pk]))).status_code == 200


async def test_a_goal_is_offered_a_plan(chat: Chat) -> None:
    run = await chat.ask(GOAL)
    assert run.status == Run.Status.AWAITING_APPROVAL
    asked = await chat.pending(run)
    assert asked.arguments["options"] == ["Make a plan", "Just add a task"]
    assert GOAL in asked.message
    run = await choose(chat, run, "Make a plan")
    (plan,) = await plans(chat)
    assert plan.goal == GOAL
    assert f"/plan/{plan.pk}/" in run.reply.content


async def test_a_goal_may_be_just_a_task(chat: Chat) -> None:
    run = await choose(chat, await chat.ask(GOAL), "Just add a task")
    assert (await plans(chat), await chat.tasks()) == ([], ["Prepare the team offsite"])
    assert run.reply.content.startswith("Added **#1** Prepare the team offsite")


async def test_an_offer_of_a_plan_may_be_ignored(chat: Chat) -> None:
    run = await chat.decline(await chat.ask(GOAL))
    assert run.reply.content == "All right, I've left everything as it is."
    assert (await plans(chat), await chat.tasks()) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "prepare dinner",
        "Prepare the quarterly report",
        "organise the shelf",
        "plan the week",
        "add prepare the offsite: venue, travel",
        "remind me to organise the party",
        "what is the plan for the party?",
        "show my tasks for the trip",
        "mark plan the party as done",
    ],
)
async def test_a_command_is_offered_no_plan(chat: Chat, text: str) -> None:
    run = await chat.ask(text)
    assert run.status == Run.Status.SUCCEEDED
    assert await plans(chat) == []


async def test_past_the_limit_no_plan_is_started(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.domain.plans.create.MOST_OPEN", 1)
    await chat.ask("make a plan for the party")
    run = await chat.ask("make a plan for the trip")
    assert "1 open plans" in run.reply.content
    assert len(await plans(chat)) == 1


async def test_a_model_makes_a_plan_too(endpoint: Provider, chat: Chat) -> None:
    made = call("make_plan", goal="Move to Rome")
    endpoint.play(calls(made), says("See there."))
    await chat.ask("I want to move to Rome, help me plan it")
    (plan,) = await plans(chat)
    (output,) = outputs(endpoint.requests[-1])
    assert output["plan"]["url"] == f"/plan/{plan.pk}/"


@pytest.mark.parametrize("goal", ["", " ", "x" * 10_001])
async def test_an_invalid_goal_is_reported_to_the_model(goal: str, configured: Provider, chat: Chat) -> None:
    configured.play(calls(call("make_plan", goal=goal)), says("What is the goal?"))
    run = await chat.ask("Make me a plan")
    assert run.status == Run.Status.SUCCEEDED
    assert "goal" in outputs(configured.requests[-1])[0]["error"]
    assert await plans(chat) == []


async def test_a_crash_at_any_boundary_makes_one_plan(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.domain.runs.endings.MAX_LOSSES", 1_000)
    run = await chat.submit("make a plan for the party")
    boundary = 0
    while await attempt(Crash(boundary), chat.execute(run)):
        boundary += 1
        await sync_to_async(sweeper.recover)()
    assert boundary >= await fewest(chat.owner) > 0
    published: list[Any] = await chat.types()
    assert len(await plans(chat)) == 1
    assert published.count("plan_update") == 1
    assert await Run.objects.filter(purpose=Run.Purpose.PLANNING).acount() == 1
