"""A plan from its goal to its result: made, edited and approved in one tab, followed in another."""

from __future__ import annotations

import re
from typing import Any

import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from tests.browser.plan_tabs import ADD, LIVE_TAGS, STEPS, PlanTab, proposes
from tests.browser.site import WORDS
from tests.provider.script import Provider, call, calls, says
from tests.services.browser import Watch, new_window
from tests.services.web_server import WebServer

REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"
ASK = call("ask_user", question="Where?", options=["Lisbon", "Ghent"], answer=None)


@pytest_asyncio.fixture(loop_scope="session")
async def tab(slow_site: WebServer, context: BrowserContext) -> PlanTab:
    tab = PlanTab(await new_window(context), slow_site.url)
    await tab.page.set_viewport_size({"width": 1440, "height": 900})
    await tab.use_session()
    return tab


async def test_a_plan_is_edited_and_approved_in_one_tab_and_followed_in_another(
    tab: PlanTab, provider: Provider
) -> None:
    provider.play(
        proposes(), says("Three tasks."), calls(ADD), says("Added **one**."), says("It is all *set*.")
    )
    path = await tab.make()
    watching = await tab.another(path)
    await watching.narrow()
    for one in (tab, watching):
        await one.until("Waiting for approval")
        assert await one.plan_steps() == [f"queued: {step['title']}" for step in STEPS]
        await expect(one.page).to_have_title("Waiting for you · Offsite · Lockstep")

    await tab.page.get_by_role("link", name="Edit").click()
    await tab.button("Remove step 3").click()
    await expect(tab.page.locator("[data-row]")).to_have_count(2)
    await tab.page.get_by_label("Title of the plan").fill("Our offsite")
    await tab.button("Save").last.click()
    for one in (tab, watching):
        await expect(one.page.locator("[data-plan-title]")).to_have_text("Our offsite")
        assert await one.plan_steps() == ["queued: Look around", "queued: Add the tasks"]

    await tab.button("Approve").click()
    for one in (tab, watching):
        await one.until("Completed")
        await expect(one.page.locator("[data-progress-text]")).to_have_text("2 of 2 completed")
        assert await one.plan_steps() == [
            "done: Look around",
            "done: Add the tasks",
            "done: Check the results and sum up",
        ]
        await expect(one.page.locator("[data-plan-result] em")).to_have_text("set")
        await expect(one.page.locator("[data-announce]")).to_have_text("Plan completed. 1 task added.")
        await expect(one.page.locator("#plan-created [data-title]")).to_have_text("Book the venue")
        await expect(one.page.locator(LIVE_TAGS)).to_have_count(0)
        assert await one.calls() == ["done: Added ‘Book the venue’"]
        await one.assert_fits()
    message_texts = await watching.message_texts()
    assert message_texts == ["Plan edited", "Approved by you"]
    await expect(tab.page.locator("[data-message-text]")).to_have_text(message_texts)
    late = await tab.another(path)
    assert await late.message_texts() == message_texts
    assert await late.plan_steps() == await watching.plan_steps()
    await late.page.get_by_role("button", name="Done: Book the venue").click()
    await expect(watching.page.locator("#plan-created [data-task][data-completed]")).to_have_count(1)
    menu = late.page.locator("#plan-menu")
    for close in (
        lambda: late.page.keyboard.press("Escape"),
        lambda: late.page.locator("[data-plan-title]").click(),
    ):
        await menu.locator("summary").click()
        await expect(menu).to_have_attribute("open", "")
        await close()
        await expect(menu).not_to_have_attribute("open", "")
    await menu.locator("summary").click()
    async with late.page.expect_download() as download:
        await late.page.get_by_role("link", name="Download as JSON").click()
    assert (await download.value).suggested_filename.endswith(".json")
    await late.page.locator("#plan-created [data-title]").click()
    await expect(late.page.get_by_label("Title")).to_have_value("Book the venue")

    await watching.page.locator("#plan-menu summary").click()
    await watching.button("Save as a template").click()
    await watching.button("Start Our offsite").click()
    await watching.until("Waiting for approval")
    assert await watching.plan_steps() == ["queued: Look around", "queued: Add the tasks"]


async def test_text_of_an_agent_is_streamed_to_both_tabs(tab: PlanTab, provider: Provider) -> None:
    provider.play(proposes(STEPS[0]), says(*WORDS, hold=15), says("All set."))
    path = await tab.make()
    watching = await tab.another(path)
    await watching.narrow()
    await tab.button("Approve").click()
    for one in (tab, watching):
        await expect(one.streamed).to_contain_text("word0 word1 word2")
        await expect(one.page.locator(LIVE_TAGS)).to_have_text("Working…")
        await expect(one.page.locator(LIVE_TAGS)).to_be_in_viewport(ratio=1)
        await one.assert_fits()
        await expect(one.page.locator("[data-elapsed]")).to_have_text(re.compile(r"^\d+ s$"))
    late = await tab.another(path)
    await expect(late.streamed).to_contain_text("word0 word1 word2")
    provider.release()
    for one in (tab, watching, late):
        await one.until("Completed")
        said = await one.page.locator("[data-step-result]").inner_text()
        assert said.split() == [word.strip() for word in WORDS]
        await one.assert_fits()
        await expect(one.streamed).to_have_count(0)


async def test_a_question_is_answered_in_the_other_tab(
    tab: PlanTab, provider: Provider, watch: Watch
) -> None:
    watch.expect(REFUSED)
    provider.play(proposes(STEPS[1] | {"depends_on": []}), calls(ASK), says("Ghent it is."), says("All set."))
    path = await tab.make()
    other = await tab.another(path)
    await other.narrow()
    await tab.button("Approve").click()
    for one in (tab, other):
        await one.until("Waiting for you")
        await expect(one.page.locator("[data-question]")).to_be_visible()
        await expect(one.page.get_by_role("link", name="Answer step 1")).to_be_in_viewport(ratio=1)
        await expect(one.page.locator("#waiting")).to_be_in_viewport()
        await one.assert_fits()
        await expect(one.page.locator(LIVE_TAGS)).to_have_count(0)
    await tab.page.get_by_text("Something else…").click()
    await tab.button("Answer").click()
    await expect(tab.page.locator("[data-call-id] [data-problem]")).to_have_text(
        "Write an answer, or skip the question."
    )
    await other.button("Ghent").click()
    for one in (tab, other):
        await one.until("Completed")
        await expect(one.page.locator("[data-question]")).to_have_count(0)
        await expect(one.page.locator("[data-decision]")).to_have_text("Answered by you")


async def test_the_second_decision_is_reported_as_too_late_and_a_stop_seen_in_both_tabs(
    tab: PlanTab, provider: Provider, watch: Watch
) -> None:
    watch.expect(REFUSED)
    provider.play(proposes(STEPS[0]), says(*WORDS, then="stall", stop_after=3))
    path = await tab.make()
    other = await tab.another(path)
    await other.narrow()
    await other.until("Waiting for approval")

    async def decided_first(route: Any) -> None:
        await tab.button("Approve").click()
        await tab.until("Running")
        await route.continue_()

    await other.page.route("**/reject/", decided_first)
    await other.page.get_by_text("Reject…").click()
    await other.button("Reject the plan").click()
    await expect(other.problem).to_have_text("The plan is running.")
    await expect(other.problem).to_be_in_viewport(ratio=1)
    await other.until("Running")

    await tab.page.get_by_text("Stop…").click()
    await tab.button("Stop the plan").click()
    for one in (tab, other):
        await one.until("Stopped")
        await expect(one.page.locator('[data-step-id][data-state="stopped"]')).to_have_count(1)
        await expect(one.page.locator(LIVE_TAGS)).to_have_count(0)
        await expect(one.button("Pause")).to_have_count(0)
        await one.assert_fits()


async def test_a_form_that_was_sent_before_the_script_loaded_leads_to_a_live_page(
    tab: PlanTab, provider: Provider, watch: Watch
) -> None:
    watch.expect(REFUSED)
    provider.play(proposes(STEPS[0]), says("Three."), says("All set."))
    path = await tab.make()
    await tab.until("Waiting for approval")
    send = "document.querySelector('[data-panel=change]').submit()"
    await tab.page.evaluate(send)
    await expect(tab.problem).to_have_text("Say what should be different, or reject the plan.")
    await tab.until_live()
    assert tab.page.url == f"{tab.url}{path}"
    await (await tab.another(path)).button("Approve").click()
    await tab.until("Completed")
