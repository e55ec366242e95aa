"""The plan pages during events: what the person reads stays in view, what the person types is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest_asyncio
from playwright.async_api import BrowserContext, Locator, Route, expect

from tests.browser.flaky_link import flaky_link
from tests.browser.plan_tabs import LIVE_TAGS, STEPS, PlanTab, proposes
from tests.browser.site import WORDS
from tests.provider.script import Provider, says
from tests.services.browser import LOST_CONNECTION, Watch, new_window
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

GAP = "e => e.scrollHeight - e.scrollTop - e.clientHeight"


@pytest_asyncio.fixture(loop_scope="session")
async def tab(slow_site: WebServer, context: BrowserContext) -> PlanTab:
    tab = PlanTab(await new_window(context), slow_site.url)
    await tab.page.set_viewport_size({"width": 1440, "height": 420})
    await tab.use_session()
    return tab


async def demonstrate(tab: PlanTab, path: str) -> None:
    """Six messages in six seconds."""
    address = f"/api/test/streaming/{path.strip('/').removeprefix('plan/')}"
    status: int = await tab.page.evaluate(
        """async (address) => {
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
          return (await fetch(address, { method: "POST", headers: { "X-CSRFToken": token } })).status;
        }""",
        address,
    )
    assert status == 202


def messages(tab: PlanTab) -> Locator:
    return tab.page.locator("[data-plan-message]")


async def gap_below(box: Locator) -> int:
    gap: int = await box.evaluate(GAP)
    return gap


async def test_new_messages_scroll_into_view_only_at_the_end_of_the_list_and_typed_text_is_kept(
    tab: PlanTab, provider: Provider
) -> None:
    provider.play(proposes())
    path = await tab.make()
    await tab.until("Waiting for approval")
    feed, button = tab.page.locator("[data-plan-feed]"), tab.page.locator("[data-to-end]")
    await demonstrate(tab, path)
    await expect(messages(tab)).to_have_count(6)
    assert await gap_below(feed) <= 24
    await expect(button).to_be_hidden()
    await expect(tab.page.locator(LIVE_TAGS)).to_have_count(0)

    await feed.evaluate("e => { e.scrollTop = 0 }")
    await expect(button).to_have_text("Back to bottom")
    await tab.page.get_by_text("Change the plan…").click()
    feedback = tab.page.get_by_label("What should be different?")
    await feedback.fill("Fewer st")
    await demonstrate(tab, path)
    await expect(messages(tab).nth(8)).to_be_visible()
    await feedback.press_sequentially("eps")
    await expect(messages(tab)).to_have_count(12)
    await expect(feedback).to_be_focused()
    await expect(feedback).to_have_value("Fewer steps")
    assert await feed.evaluate("e => e.scrollTop") == 0
    await expect(button).to_have_text("Back to bottom (6 new)")
    await button.click()
    await expect(button).to_be_hidden()
    assert await gap_below(feed) <= 24


async def test_live_updates_are_indicated_only_while_connected(
    slow_site: WebServer, context: BrowserContext, provider: Provider, watch: Watch
) -> None:
    watch.expect(LOST_CONNECTION)
    provider.play(proposes(STEPS[0]), says(*WORDS, hold=15), says("All set."))
    async with flaky_link(slow_site.port) as link:
        tab = PlanTab(await new_window(context), link.url)
        await tab.use_session()
        await tab.make()
        word = tab.page.locator("[data-connection-word]")
        await expect(word).to_have_text("Real-time updates active")
        await tab.button("Approve").click()
        await expect(tab.streamed).to_contain_text("word5 ")
        link.cut()
        await expect(word).to_have_text("Reconnecting…")
        link.mend()
        provider.release()
        await expect(word).to_have_text("Real-time updates active")
        await tab.until("Completed")
        said = await tab.page.locator("[data-step-result]").inner_text()
        assert said.split() == [word.strip() for word in WORDS]


async def test_the_list_reports_goals_that_do_not_fit_and_is_updated_by_events(
    tab: PlanTab, provider: Provider
) -> None:
    provider.play(proposes(*STEPS[:2]), says("Three."), says("Added."), says("All set."))
    watching = await tab.another("/plans/")
    row = watching.page.locator("[data-plan-id]")
    goal = watching.page.get_by_label("What do you want to reach?")
    error = watching.page.locator("#goal-error")
    await watching.button("Make a plan").click()
    await expect(error).to_have_text("Write what you want to reach.")
    await goal.fill("x" * 10_001)
    await expect(error).to_be_hidden()
    await watching.button("Make a plan").click()
    await expect(error).to_have_text("The goal is too long: 10,001 of at most 10,000 characters.")
    await expect(goal).to_have_value("x" * 10_001)

    await goal.fill("Something el")
    await tab.make()
    await expect(row.locator("[data-badge]")).to_have_text("Waiting for approval")
    await tab.button("Approve").click()
    await expect(row.locator("[data-badge]")).to_have_text("Completed")
    await expect(row.locator("[data-progress-text]")).to_have_text("2 of 2 completed")
    await expect(goal).to_have_value("Something el")


async def test_steps_are_moved_added_and_removed_in_place(tab: PlanTab, provider: Provider) -> None:
    provider.play(proposes())
    await tab.make()
    await tab.page.get_by_role("link", name="Edit").click()
    rows = tab.page.locator("[data-row]")
    await tab.button("Move step 2 up").click()
    for row, title in enumerate(["Add the tasks", "Look around", "Name the risks"]):
        await expect(rows.nth(row).locator("[data-step-title]")).to_have_value(title)
    await expect(rows.first.get_by_text("No step comes before this one.")).to_be_visible()
    await tab.button("Move step 1 down").press("Enter")
    await expect(tab.button("Move step 2 down")).to_be_focused()
    await expect(rows.nth(1).get_by_label("1. Look around")).to_be_checked()
    await tab.button("Remove step 3").click()
    await expect(rows).to_have_count(2)
    await tab.button("Add a step").click()
    await expect(rows.nth(2).locator("[data-step-title]")).to_be_focused()
    await tab.page.keyboard.type("Check it")
    await rows.nth(2).get_by_label("Agent").select_option("Reviewer")
    await rows.nth(2).get_by_label("2. Add the tasks").check()
    await tab.page.get_by_label("Title of the plan").press("Enter")
    await expect(tab.page.locator("[data-step-title]")).to_have_text(
        ["Look around", "Add the tasks", "Check it"]
    )
    await expect(tab.page.locator("[data-step-agent]").last).to_have_text("Reviewer")
    await expect(tab.page.locator("[data-step-id]").last).to_contain_text("after 2")


async def test_an_edit_reports_that_the_plan_was_approved_in_the_meantime(
    tab: PlanTab, provider: Provider, watch: Watch
) -> None:
    watch.expect(LOST_CONNECTION)
    provider.play(proposes(STEPS[0]), says(*WORDS, then="stall", stop_after=3))
    path = await tab.make()
    await tab.until("Waiting for approval")
    editing = await tab.another(f"{path}edit/")
    await editing.page.get_by_label("Title of the plan").fill("Mine")
    await tab.button("Approve").click()
    shown = editing.page.get_by_role("alert")
    await expect(shown).to_contain_text("The plan has been approved")
    await editing.button("Save").last.click()
    await expect(shown).to_contain_text("Only a plan that waits for approval can be edited")
    await expect(editing.page.get_by_label("Title of the plan")).to_have_value("Mine")


async def test_text_from_before_the_page_connected_is_shown_without_further_frames(
    tab: PlanTab, provider: Provider
) -> None:
    provider.play(proposes(STEPS[0]), says(*WORDS, pause=0.04, then="stall", stop_after=10))
    path = await tab.make()
    await tab.until("Waiting for approval")
    other = await tab.another(path)

    async def late(route: Route) -> None:
        await expect(other.streamed).to_contain_text("word6")
        await route.continue_()

    await tab.page.route(f"**{path}", late)
    await tab.button("Approve").click()
    await expect(tab.streamed).to_contain_text("word6")
    await expect(tab.streamed).to_have_text(re.compile(r"^word0( word\d+)+\s*$"))


async def test_a_phone_shows_all_of_it_without_scrolling_sideways(
    slow_site: WebServer, new_context: NewContext, provider: Provider
) -> None:
    provider.play(proposes(*STEPS), says("x" * 300), says("| a | b |\n|---|---|\n| 1 | 2 |"), says("Risks."))
    phone: dict[str, Any] = {"viewport": {"width": 375, "height": 700}, "has_touch": True, "is_mobile": True}
    tab = PlanTab(await (await new_context(**phone)).new_page(), slow_site.url)
    await tab.use_session()
    await tab.make()
    await tab.button("Approve").click()
    await expect(tab.badge).to_have_text("Failed")  # the scripted model has no further answer
    await tab.assert_fits()
    await expect(tab.page.get_by_role("link", name="Plans", exact=True).last).to_be_visible()
