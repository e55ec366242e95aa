"""Two tabs on two web processes: each gets the events and decisions of the other."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.plan_tabs import ADD, STEPS, PlanTab, proposes
from tests.browser.site import WORDS, ChatTab, assert_same_events, reply_text
from tests.browser.test_decisions import DELETE_ALL, REFUSED, approve, button, card, composer, step
from tests.browser.two_processes.conftest import TITLES, OpenPlans, OpenTwo, opened
from tests.contracts.plan_client import TYPES, plan_socket
from tests.deployment.installation import Installation
from tests.provider.script import calls, says
from tests.services.browser import LOST_CONNECTION, Watch

if TYPE_CHECKING:
    from playwright.async_api import Route


async def assert_same(one: ChatTab, two: ChatTab) -> None:
    """Both received the same events in the same order, each once, and show the same."""
    await assert_same_events(one, two)
    await assert_same_shown(one, two)


async def assert_same_shown(one: ChatTab, two: ChatTab) -> None:
    assert await one.messages() == await two.messages()
    assert await one.steps() == await two.steps()
    assert await one.tasks() == await two.tasks()


async def test_approval_is_asked_in_one_process_and_given_in_the_other(
    pair: Installation, open_two: OpenTwo
) -> None:
    pair.provider.play(DELETE_ALL, says("All gone.", after=1))
    one, two = await open_two()
    await two.page.set_viewport_size({"width": 375, "height": 440})
    await one.say("delete all my tasks")
    for tab in (one, two):
        await expect(step(tab, "awaiting_approval")).to_contain_text("Delete 3 tasks?")
        await expect(approve(tab)).to_be_in_viewport(ratio=1)
        assert await card(tab).locator("[data-approval-tasks] [data-title]").all_text_contents() == TITLES
        await expect(card(tab)).to_contain_text("Waits until tomorrow")
        await expect(tab.page).to_have_title("Waiting for you · delete all my tasks · Lockstep")
        await expect(tab.page.locator("[data-alert]")).to_contain_text("waits for you to approve or decline")
    assert await card(one).inner_text() == await card(two).inner_text()
    await expect(approve(one)).to_have_text("Delete 3 tasks")
    await button(one, "Decline").focus()
    await approve(two).click()
    await expect(composer(one)).to_be_focused()
    for tab in (one, two):
        await tab.until_ended()
        await expect(card(tab)).to_have_count(0)
        await expect(tab.page.locator("[data-decision]")).to_have_text("Approved by you")
        await expect(reply_text(tab)).to_have_text("All gone.")
        await expect(tab.page).to_have_title("delete all my tasks · Lockstep")
        assert await tab.steps() == ["done: Deleted 3 tasks"]
        assert await tab.tasks() == []
    await assert_same(one, two)
    types = one.types()
    published = ["approval_requested", "approval_resolved", "tasks_deleted", "tool_complete", "agent_done"]
    assert [name for name in types if name in published] == published


async def test_second_decision_shows_the_first(pair: Installation, open_two: OpenTwo, watch: Watch) -> None:
    watch.expect(REFUSED)
    pair.provider.play(DELETE_ALL, says("All gone.", after=1))
    one, two = await open_two()

    async def decided_first(route: Route) -> None:
        await approve(one).click()
        await one.until_ended()
        await route.continue_()

    await one.say("delete all my tasks")
    await card(two).wait_for()
    await two.page.route("**/decline/", decided_first)
    await button(two, "Decline").click()
    problem = two.page.locator("[data-call-id] [data-problem]")
    await expect(problem).to_contain_text("This was approved already by you")
    await two.until_ended()
    assert await two.steps() == ["done: Deleted 3 tasks"]
    await assert_same(one, two)


async def test_of_two_decisions_at_once_both_tabs_show_the_same(
    pair: Installation, open_two: OpenTwo, watch: Watch
) -> None:
    watch.expect(REFUSED)
    pair.provider.play(DELETE_ALL, says("So be it.", after=1))
    one, two = await open_two()
    both = asyncio.Barrier(2)

    async def together(route: Route) -> None:
        await both.wait()
        await route.continue_()

    await one.say("delete all my tasks")
    await one.page.route("**/approve/", together)
    await two.page.route("**/decline/", together)
    await card(two).wait_for()
    await approve(one).click()
    await button(two, "Decline").click()
    for tab in (one, two):
        await tab.until_ended()
        await expect(card(tab)).to_have_count(0)
    await assert_same(one, two)
    [decision] = {await tab.page.locator("[data-decision]").inner_text() for tab in (one, two)}
    is_approved = decision.startswith("Approved by")
    word, loser = ("approved", two) if is_approved else ("declined", one)
    problem = loser.page.locator("[data-call-id] [data-problem]")
    await expect(problem).to_contain_text(f"This was {word} already by you")
    assert await one.steps() == ["done: Deleted 3 tasks" if is_approved else "declined: Delete 3 tasks?"]
    assert await one.tasks() == ([] if is_approved else TITLES)
    assert one.types().count("approval_resolved") == 1


async def test_approval_survives_the_process_that_asked(
    pair: Installation, open_two: OpenTwo, watch: Watch
) -> None:
    watch.expect(LOST_CONNECTION)
    pair.provider.play(DELETE_ALL, says("All gone.", after=1))
    one, two = await open_two()
    await one.say("delete all my tasks")
    await card(two).wait_for()
    pair.webs[0].kill()
    await approve(two).click()
    await two.until_ended()
    pair.webs[0].start()
    await one.until_live()
    await one.until_ended()
    await assert_same_shown(one, two)
    assert await one.steps() == ["done: Deleted 3 tasks"]


async def test_stop_in_the_other_process_keeps_what_was_written_until_it_is_tried_again(
    pair: Installation, open_two: OpenTwo
) -> None:
    pair.provider.play(says(*WORDS[:20], then="stall", stop_after=12), says("All of it."))
    one, two = await open_two()
    await two.narrow()
    await one.say("Tell me everything")
    for tab in (one, two):
        await expect(reply_text(tab)).to_contain_text("word5")
    await button(two, "Stop").click()
    for tab in (one, two):
        await tab.until_ended("cancelled")
        await expect(reply_text(tab)).to_contain_text("word5")
        await expect(tab.page.locator("[data-run] [data-message-state]")).to_have_text("Stopped")
        await expect(button(tab, "Stop")).to_be_hidden()
        await tab.assert_fits()
    await expect(composer(two)).to_be_focused()
    await assert_same(one, two)
    assert one.types()[-2:] == ["message_complete", "run_cancelled"]
    shown = await one.messages()
    for tab in (one, two):
        await tab.page.reload()
        await tab.until_live()
        assert await tab.messages() == shown
    await button(one, "Try again").click()
    for tab in (one, two):
        await tab.until_ended()
        await expect(reply_text(tab)).to_have_text("All of it.")
        await expect(button(tab, "Try again")).to_be_hidden()


async def test_stop_in_the_other_process_withdraws_the_question(
    pair: Installation, open_two: OpenTwo
) -> None:
    pair.provider.play(DELETE_ALL)
    one, two = await open_two()
    await one.say("delete all my tasks")
    await card(two).wait_for()
    await button(two, "Stop").click()
    for tab in (one, two):
        await tab.until_ended("cancelled")
        await expect(card(tab)).to_have_count(0)
        assert await tab.tasks() == TITLES
    await assert_same(one, two)
    assert one.types()[-1] == "run_cancelled"


async def test_message_to_the_other_process_waits_for_the_answer_to_the_first(
    pair: Installation, open_two: OpenTwo
) -> None:
    pair.provider.play(says(*WORDS[:20], hold=10), says("Second answer."))
    one, two = await open_two()
    await one.say("First")
    await expect(reply_text(two)).to_contain_text("word1")
    await two.say("Second")
    await expect(one.page.locator("[data-waiting-text]:visible")).to_have_text("Waiting · 1 before it")
    pair.provider.release()
    for tab in (one, two):
        await tab.until_ended(runs=2)
        first, reply, second, answer = await tab.messages()
        assert (first, second, answer) == ("First", "Second", "Second answer.")
        assert reply.split() == [word.strip() for word in WORDS[:20]]
    await assert_same(one, two)


async def test_a_plan_is_edited_approved_paused_and_resumed_from_two_processes(
    pair: Installation, open_plans: OpenPlans
) -> None:
    pair.provider.play(
        proposes(*STEPS),
        says(*WORDS, then="stall", stop_after=10),
        says("No tasks yet."),
        calls(ADD),
        says("Added one."),
        says("All is set."),
    )
    account = pair.account()
    one, two = await open_plans(account)
    path = await one.make()
    plan_id = path.strip("/").rpartition("/")[2]
    await two.open(path)
    for tab in (one, two):
        await tab.until("Waiting for approval")
    await one.page.get_by_role("link", name="Edit").click()
    await one.button("Remove step 3").click()
    await expect(one.page.locator("[data-row]")).to_have_count(2)
    await one.button("Save").last.click()
    for tab in (one, two):
        await expect(tab.page.locator("[data-step-id]")).to_have_count(2)
        await tab.until_live()
        tab.events.clear()

    async with AsyncExitStack() as sockets:
        clients = [await sockets.enter_async_context(plan_socket(web.ws_url, account)) for web in pair.webs]
        for client in clients:
            await client.subscribe(plan_id)
        await two.button("Approve").click()
        await expect(one.streamed).to_contain_text("word3")
        await two.button("Pause").click()
        for tab in (one, two):
            await tab.until("Paused")
            await expect(tab.page.locator('[data-step-id][data-state="paused"]')).to_have_count(1)
        await one.button("Resume").click()
        for tab in (one, two):
            await tab.until("Completed")
        said = len([event for event in one.events if event["event_type"] in TYPES])
        frames = [await client.receive(plan_id, said) for client in clients]

    assert frames[0] == frames[1]
    assert [frame["seq"] for frame in frames[0]] == [e["seq"] for e in one.events if e["event_type"] in TYPES]
    await assert_same_events(one, two)
    late = await opened(PlanTab, one.page.context, pair.webs[0], account)
    await late.open(path)
    for tab in (one, two, late):
        assert await tab.plan_steps() == [
            "done: Look around",
            "done: Add the tasks",
            "done: Check the results and sum up",
        ]
        assert await tab.calls() == ["done: Added ‘Book the venue’"]
        assert await tab.message_texts() == await late.message_texts()
    assert (await two.page.locator("#plan-created [data-title]").all_inner_texts()) == ["Book the venue"]
