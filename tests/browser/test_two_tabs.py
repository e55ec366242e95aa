"""The main scenario: send a message in one tab, and follow it in both."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import assert_same_events
from tests.services.web_server import WebServer


async def test_both_tabs_follow_a_request_without_a_reload(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    await one.page.get_by_role("button", name="Switch").click()
    await expect(two.page.locator("html")).to_have_attribute("data-theme", "dark")
    await one.say("Add a task to buy groceries")
    for tab in (one, two):
        await tab.until_ended()
        assert await tab.steps() == ["done: Added ‘buy groceries’"]
        assert await tab.messages() == ["Add a task to buy groceries", "Added #4 buy groceries."]
        await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("buy groceries")
    rail = await one.page.locator(".step").first.evaluate("e => getComputedStyle(e, '::before').inlineSize")
    assert rail == "2px"
    await assert_same_events(one, two)
    assert one.events[0]["seq"] == 4
    assert two.types() == [
        "conversation_updated",
        "message_created",
        "run_queued",
        "agent_thinking",
        "tool_starting",
        "task_created",
        "tool_complete",
        "agent_thinking",
        "message_created",
        "message_complete",
        "agent_done",
    ]


async def test_examples_of_the_help_fill_the_composer(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    await tab.say("help")
    await tab.until_ended()
    box = tab.page.get_by_role("textbox", name="Message to Lockstep")
    await tab.page.get_by_role("link", name="what's overdue?").click()
    await expect(box).to_have_value("what's overdue?")
    await expect(box).to_be_focused()
    await tab.page.get_by_role("link", name="show my tasks").click()
    await expect(box).to_have_value("show my tasks")
    await box.press_sequentially(" please")
    await tab.page.get_by_role("link", name="what's overdue?").click()
    await expect(box).to_have_value("show my tasks please")
    await tab.page.keyboard.press("Enter")
    await tab.until_ended(runs=2)
