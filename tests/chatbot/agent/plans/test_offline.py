"""The offline assistant as a whole team: it proposes by rules, and its agents make real tool calls."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from chatbot.domain.plans.control import skip_step
from chatbot.domain.plans.decisions import approve_plan, edit_plan, reject_plan
from chatbot.models import Plan, Task, TeamAgent
from chatbot.pages.plans.view import plan_view
from tests.chatbot.agent.chat import Chat
from tests.factories import TaskFactory

from .crew import Crew

GOAL = "Prepare the team offsite in June: venue, travel, agenda"
MADE = ["Venue for the team offsite", "Travel for the team offsite", "Agenda for the team offsite"]


@pytest.fixture
async def crew(chat: Chat) -> Crew:
    crew = await Crew.on(chat, GOAL)
    assert await crew.work() == "awaiting_approval"
    return crew


async def test_a_goal_becomes_steps_for_the_whole_team(crew: Crew) -> None:
    plan = await crew.plan()
    assert plan.title == "Team offsite in June"
    assert [(step.agent, step.title, step.depends_on) for step in plan.current_steps] == [
        ("Researcher", "Look for what is there already", []),
        ("Data Analyst", "See how full the list is", []),
        ("Business Advisor", "Decide what comes first", [1, 2]),
        ("Task Manager", "Add the tasks", [1, 3]),
        ("Reviewer", "Check the result against the goal", [4]),
    ]
    said = [(message.agent_name, message.content) for message in await crew.messages()]
    assert said[1][0] == "Planner"
    assert "I am no language model" in said[1][1]


async def test_the_steps_are_done_with_real_tool_calls(crew: Crew, chat: Chat) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title="Ask about the venue")
    assert await crew.approve() == "completed"
    assert await chat.tasks() == ["Ask about the venue", *MADE]
    assert [step.status for step in await crew.steps()] == ["completed"] * 5
    calls = await crew.calls()
    assert calls.count("search_conversations") == 4
    assert calls.count("add_task") == 3
    looked, counted, _, made, checked = [step.result for step in await crew.steps()]
    assert "Ask about the venue" in looked
    assert "1 open task" in counted
    assert made.startswith("Added 3 tasks:")
    assert "Each part of the goal has its task." in checked
    plan = await crew.plan()
    for number in (2, 3, 4):
        assert f"**#{number}**" in plan.summary
    assert "5 steps done" in plan.summary
    assert "no language model" in plan.summary


async def test_the_dates_of_the_goal_become_due_times(crew: Crew, chat: Chat) -> None:
    await crew.approve()
    due = [task.due_at async for task in Task.objects.filter(owner=chat.owner).order_by("number")]
    days = [moment.astimezone(chat.owner.tz).date() for moment in due if moment]
    assert len(days) == 3
    assert days == sorted(days)
    assert (days[-1].month, days[-1].day) == (5, 31)


async def test_edited_steps_are_carried_out(crew: Crew, chat: Chat) -> None:
    plan = await crew.plan()
    steps = [
        {"title": "Look", "agent": "Researcher", "detail": "Search for the budget."},
        {"title": "Make them", "agent": "Task Manager", "detail": "- Call Bob tomorrow at 5pm #fun\n- Pay"},
        {"title": "Add 'Thank Bob'", "agent": "Task Manager"},
    ]
    await crew.do(edit_plan, version=plan.version, proposal={"title": "Mine", "steps": steps})
    assert await crew.approve() == "completed"
    assert await chat.tasks() == ["Call Bob", "Pay", "Thank Bob"]
    first = await Task.objects.aget(owner=chat.owner, number=1)
    assert first.due_at is not None
    assert "budget" in (await crew.steps())[0].result


async def test_existing_tasks_are_not_added_twice(crew: Crew, chat: Chat) -> None:
    await sync_to_async(TaskFactory.create)(owner=chat.owner, title=MADE[1])
    await crew.approve()
    assert sorted(await chat.tasks()) == sorted(MADE)
    assert "On your list already" in (await crew.steps())[3].result


async def test_feedback_changes_the_proposal_and_is_answered(crew: Crew) -> None:
    await crew.do(reject_plan, "Without travel, but also catering.")
    assert await crew.work() == "awaiting_approval"
    plan = await crew.plan()
    assert plan.version == 2
    detail = plan.current_steps[3].detail
    assert "Travel" not in detail
    assert "Catering for the team offsite" in detail
    assert "Venue for the team offsite" in detail
    *_, note, _, _ = await crew.messages()
    assert (note.agent_name, note.content) == ("Planner", "Dropped travel. Added catering.")
    await crew.do(reject_plan, "Please drop the review and step 2")
    await crew.work()
    assert [step.agent for step in await crew.steps()] == ["Researcher", "Business Advisor", "Task Manager"]
    assert "Catering" in (await crew.steps())[2].detail


async def test_each_wish_that_the_page_offers_is_understood(crew: Crew) -> None:
    def offered() -> list[str]:
        plan = Plan.objects.get(pk=crew.plan_id)
        return plan_view(plan, crew.owner.date_settings).wishes

    wishes = await sync_to_async(offered)()
    assert wishes == ["Fewer steps", "Only two steps", f"Start with “{MADE[2]}”", f"Without “{MADE[2]}”"]
    for wish in (*wishes[2:], "By Fri 1 Jan 2027", *wishes[:2]):
        before = [(step.title, step.detail) for step in await crew.steps()]
        await crew.do(reject_plan, wish)
        await crew.work()
        after = [(step.title, step.detail) for step in await crew.steps()]
        assert after != before or len(after) == 2, wish
        assert "did not understand" not in (await crew.messages())[-3].content


async def test_feedback_that_is_not_understood_says_so(crew: Crew) -> None:
    before = [step.detail for step in await crew.steps()]
    await crew.do(reject_plan, "Hm, more sparkle")
    await crew.work()
    assert [step.detail for step in await crew.steps()] == before
    *_, note, _, _ = await crew.messages()
    assert "I did not understand" in note.content


async def test_a_team_without_an_agent_still_plans(chat: Chat) -> None:
    await TeamAgent.objects.filter(name__in=["Reviewer", "Business Advisor"]).aupdate(active=False)
    await TeamAgent.objects.filter(name="Task Manager").aupdate(name="Maker")
    crew = await Crew.on(chat, GOAL)
    assert await crew.work() == "awaiting_approval"
    assert [step.agent for step in await crew.steps()] == ["Researcher", "Data Analyst", "Maker"]
    assert await crew.approve() == "completed"
    assert await chat.tasks() == MADE


async def test_a_goal_that_only_reviews_adds_no_tasks(chat: Chat) -> None:
    crew = await Crew.on(chat, "Review my tasks and tell me what to do first")
    await crew.work()
    assert await crew.approve() == "completed"
    assert await chat.tasks() == []
    assert "add_task" not in await crew.calls()


async def test_the_summary_counts_skipped_steps(crew: Crew) -> None:
    plan = await crew.plan()
    await crew.do(approve_plan, by=crew.owner)
    await crew.advance()
    await crew.do(skip_step, plan.current_steps[1].pk)
    assert await crew.work() == "completed"
    assert "4 steps done, 1 left out" in (await crew.plan()).summary


async def test_a_plan_without_a_reviewer_has_a_summary(crew: Crew) -> None:
    await TeamAgent.objects.filter(name="Reviewer").aupdate(active=False)
    assert await crew.approve() == "completed"
    assert "The plan made **#1**, **#2** and **#3**" in (await crew.plan()).summary


async def test_many_tasks_are_all_in_the_summary(chat: Chat) -> None:
    crew = await Crew.on(chat, "Prepare the party: a, b")
    await crew.work()
    plan = await crew.plan()
    detail = "\n".join(f"- Ask {'guest ' * 12}number {number} by 5 Feb 2027 #party" for number in range(20))
    steps = [{"title": "Add them", "agent": "Task Manager", "detail": detail}]
    await crew.do(edit_plan, version=plan.version, proposal={"title": "Mine", "steps": steps})
    assert await crew.approve() == "completed"
    assert "Added 20 tasks." in (await crew.plan()).summary
