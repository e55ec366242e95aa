"""Keys of the chat: completions, editing the last message, and stopping the agent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import WORDS, reply_text
from tests.provider.script import Provider, says
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Route


async def test_commands_and_tasks_are_completed_by_keyboard(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    await tab.narrow()
    page = tab.page
    box = page.get_by_role("textbox", name="Message to Lockstep")
    options = page.get_by_role("option")
    await box.press_sequentially("/")
    await expect(options).to_have_count(5)
    await expect(options.first).to_have_attribute("aria-selected", "true")
    await tab.assert_fits()
    await box.press_sequentially("pl")
    await expect(options).to_have_count(1)
    await expect(options).to_have_attribute("aria-selected", "true")
    await expect(box).to_have_attribute("aria-activedescendant", "completion-1")
    await box.press("Enter")
    await expect(box).to_have_value("Plan ")
    await expect(options).to_have_count(0)

    await box.fill("")
    await box.press_sequentially("complete #wat")
    await expect(options).to_have_count(1)
    await box.press("ArrowDown")
    number = await options.first.locator("b").text_content()
    await box.press("Enter")
    await expect(box).to_have_value(f"complete {number} ")
    await box.press("Enter")
    await tab.until_ended()
    open_tasks = page.locator("[data-open-tasks]")
    await expect(open_tasks).not_to_contain_text("Water the plants")

    await box.press_sequentially("/")
    await box.press("Escape")
    await expect(options).to_have_count(0)
    await expect(box).to_have_value("/")
    # Enter may come before the list does.
    is_entered = asyncio.Event()

    async def answer_late(route: Route) -> None:
        await is_entered.wait()
        await route.continue_()

    await page.route("**/completions/**", answer_late)
    await box.fill("/undo")
    await box.press("Enter")
    is_entered.set()
    await tab.until_ended(runs=2)
    await expect(open_tasks).to_contain_text("Water the plants")
    await expect(page.locator("[data-run]").first.locator("[data-run-undone]")).to_have_text("Undone")

    await box.press("ArrowUp")
    await expect(page.get_by_role("textbox", name="Your message")).to_have_value("Undo that")
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Edit").last.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


async def test_escape_stops_the_agent_unless_a_text_is_being_written(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    provider.play(says(*WORDS, hold=15))
    (tab,) = await open_tabs(slow_site.url, 1)
    await tab.say("Tell me everything")
    await expect(reply_text(tab)).to_contain_text("word10")
    box = tab.page.get_by_role("textbox", name="Message to Lockstep")
    await box.fill("And")
    await box.press("Escape")
    await expect(tab.page.locator("[data-stop-button]")).to_be_enabled()
    await box.fill("")
    await box.press("Escape")
    await tab.until_ended("cancelled")
