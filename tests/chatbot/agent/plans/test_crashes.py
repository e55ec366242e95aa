"""A plan whose every attempt is killed, one boundary later each time: nothing is lost or repeated."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pytest_django.fixtures import Settings

from chatbot.domain.events import LAST_EVENTS
from chatbot.domain.plans.decisions import approve_plan
from chatbot.models import Run, TeamAgent, ToolCall, Turn, User
from tests.chatbot.agent.chat import Chat
from tests.factories import UserFactory

from .crew import Crew

GOAL = "Prepare the team offsite in June: venue, travel"


@pytest.fixture(autouse=True)
def many_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """By default three losses end a run."""
    monkeypatch.setattr("chatbot.domain.runs.endings.MAX_LOSSES", 1_000)


async def small_team() -> None:
    await TeamAgent.objects.filter(name__in=["Researcher", "Business Advisor"]).aupdate(active=False)


async def history(crew: Crew) -> dict[str, Any]:
    """Everything that must be the same with and without crashes."""
    calls = ToolCall.objects.filter(run__conversation__plan=crew.plan_id)
    made = calls.order_by("run__created_at", "position")
    runs = Run.objects.filter(conversation__plan=crew.plan_id)
    plan = await crew.plan()
    said = [(m.kind, m.agent_name, m.message_type, m.content) for m in await crew.messages()]
    published = [
        (data["agent_name"], data["message_type"], data["content"]) for data in await crew.published()
    ]
    history = {
        "plan": (plan.status, plan.title, plan.version, plan.summary),
        "steps": sorted((step.position, step.status, step.result) for step in plan.current_steps),
        "messages": sorted(said),
        "events": sorted(published),
        "calls": [(call.name, call.arguments, call.status, without_ids(call.output)) async for call in made],
        "runs": sorted([(run.purpose, run.status) async for run in runs]),
        "tasks": await crew.chat.tasks(),
        "task events": (await crew.chat.types()).count("task_created"),
    }
    assert [content for *_, content in said] == [content for *_, content in published]
    return history


def without_ids(output: Any) -> Any:
    """An output without values that differ between accounts."""
    match output:
        case dict():
            return {name: without_ids(value) for name, value in output.items() if name != "id"}
        case list():
            return [without_ids(value) for value in output]
        case _:
            return output


async def undisturbed(goal: str) -> dict[str, Any]:
    other = await sync_to_async(UserFactory.create)(username="alice2", time_zone="Europe/Berlin")
    async with Chat(other) as chat:
        crew = await Crew.on(chat, goal)
        await crew.work()
        alice = await User.objects.aget(username="alice")
        await crew.do(approve_plan, by=alice)
        await crew.work()
        return await history(crew)


async def assert_each_run_ended_once(crew: Crew) -> None:
    ended = Counter(data["run_id"] for kind, data in await crew.chat.published() if kind in LAST_EVENTS)
    runs = [str(run.pk) async for run in Run.objects.filter(conversation__plan=crew.plan_id)]
    assert ended == Counter(runs)


@pytest.mark.parametrize("side_by_side", [1, 3])
async def test_killing_it_at_every_boundary_loses_and_duplicates_nothing(
    chat: Chat, settings: Settings, side_by_side: int
) -> None:
    settings.PLAN_PARALLEL_STEPS = side_by_side
    await small_team()
    crew = await Crew.on(chat, GOAL)
    assert await crew.work_through_crashes() == "awaiting_approval"
    await crew.do(approve_plan, by=crew.owner)
    assert await crew.work_through_crashes() == "completed"
    turns = await Turn.objects.filter(run__conversation__plan=crew.plan_id).acount()
    calls = await ToolCall.objects.filter(run__conversation__plan=crew.plan_id).acount()
    assert crew.crashes > 2 * (turns + calls) > 0
    assert await history(crew) == await undisturbed(GOAL)
    await assert_each_run_ended_once(crew)
