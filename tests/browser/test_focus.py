"""The focus is kept for keyboard users: with the script, without it, and before it is ready."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import OpenTabs
from tests.browser.plan_tabs import STEPS, PlanTab, proposes
from tests.browser.site import ChatTab
from tests.provider.script import Provider, call, calls, says
from tests.services.browser import new_window
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

TITLES = [step["title"] for step in STEPS]


async def edit_plan(site: WebServer, context: BrowserContext, provider: Provider) -> PlanTab:
    """A plan with three steps whose form is about to be opened."""
    provider.play(proposes())
    tab = PlanTab(await new_window(context), site.url)
    await tab.use_session()
    await tab.make()
    await tab.until("Waiting for approval")
    return tab


async def press(button: Locator, key: str = "Enter") -> None:
    await button.focus()
    await button.page.keyboard.press(key)


async def expect_order(page: Page, *titles: str) -> None:
    for row, title in enumerate(titles):
        await expect(page.locator("[data-step-title]").nth(row)).to_have_value(title)


async def test_keys_pressed_before_the_script_is_ready_and_on_a_slow_computer_keep_the_focus(
    slow_site: WebServer, context: BrowserContext, provider: Provider
) -> None:
    tab = await edit_plan(slow_site, context, provider)
    ready = asyncio.Event()

    async def hold(route: Route) -> None:
        await ready.wait()
        await route.continue_()

    address = f"{tab.page.url}edit/"
    await tab.page.route("**/plans/edit.js", hold)
    await tab.page.goto(address, wait_until="commit")
    await press(tab.button("Move step 1 down"))
    await expect(tab.button("Move step 2 down")).to_be_focused()
    await expect_order(tab.page, TITLES[1], TITLES[0], TITLES[2])
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.locator("[data-step-title]").nth(2)).to_be_focused()
    await expect_order(tab.page, TITLES[1], TITLES[2], TITLES[0])
    ready.set()
    await tab.page.wait_for_load_state()
    await press(tab.button("Move step 3 up"))
    await expect(tab.button("Move step 2 up")).to_be_focused()
    await expect_order(tab.page, TITLES[1], TITLES[0], TITLES[2])

    # Whether the script is ready at each key makes no difference.
    await tab.page.unroute_all()
    computer = await tab.page.context.new_cdp_session(tab.page)
    await computer.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    await tab.page.goto(address, wait_until="commit")
    await press(tab.button("Move step 3 up"))
    await expect(tab.button("Move step 2 up")).to_be_focused()
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.locator("[data-step-title]").first).to_be_focused()
    await press(tab.button("Remove step 2"))
    await expect(tab.page.locator("[data-step-title]").nth(1)).to_be_focused()
    await expect_order(tab.page, TITLES[2], TITLES[1])
    await expect(tab.page.locator("[data-row]")).to_have_count(2)
    await computer.detach()


@pytest.mark.parametrize("is_enabled", [True, False])
async def test_checking_off_tasks_on_a_phone_stays_in_the_list(
    site: WebServer, new_context: NewContext, is_enabled: bool
) -> None:
    context = await new_context(viewport={"width": 375, "height": 700}, java_script_enabled=is_enabled)
    tab = ChatTab(await context.new_page(), site.url)
    await tab.open_signed_in("/#tasks")
    await press(tab.page.get_by_role("button", name="Done: Call the dentist"))
    await expect(tab.page.get_by_role("button", name="Done: Book train to Lisbon")).to_be_focused()
    await expect(tab.page.locator("[data-task-panel]")).to_be_in_viewport()
    await press(tab.page.get_by_role("textbox", name="New task"), "Shift+M")
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.get_by_role("textbox", name="New task")).to_be_focused()
    await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("M")


async def test_decisions_in_a_chat_keep_the_focus(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    provider.play(
        calls(call("delete_tasks", numbers=[1, 2]), after=0), says("Both are gone.", after=1), says("Indeed.")
    )
    one, two = await open_tabs(slow_site.url, 2)
    await two.narrow()
    await one.say("Delete both")
    message = [tab.page.get_by_role("textbox", name="Message to Lockstep") for tab in (one, two)]
    await two.page.get_by_role("button", name="Decline").focus()
    await press(one.page.get_by_role("button", name="Delete 2 tasks"))
    for tab, composer in zip((one, two), message, strict=True):
        await expect(composer).to_be_focused()  # in one it was pressed, from the other it was removed
        await tab.until_ended()
    await press(one.page.get_by_role("button", name="Undo", exact=True))
    await expect(one.page.locator("[data-undone]")).to_have_count(1)
    await expect(one.page.locator("[data-call-id] summary").first).to_be_focused()
    await press(one.page.get_by_role("button", name="Answer again"))
    await expect(message[0]).to_be_focused()
    await one.until_answered(2)
    await expect(message[0]).to_be_focused()


async def test_decisions_on_a_plan_keep_the_focus(
    slow_site: WebServer, context: BrowserContext, provider: Provider
) -> None:
    tab = await edit_plan(slow_site, context, provider)
    unfinished = says("x", then="stall", stop_after=1)
    provider.play(unfinished, unfinished)  # asked again after the pause
    dock = tab.page.locator("[data-dock]")
    for pressed, badge in (("Approve", "Running"), ("Pause", "Paused"), ("Resume", "Running")):
        await press(tab.button(pressed))
        await tab.until(badge)
        await expect(dock).to_be_focused()
