"""The main scenario: send a message in one tab, and follow it in both."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import assert_same_events
from tests.services.web_server import WebServer

FONT = "[...document.fonts].some(({ family, status }) => family.includes('Figtree') && status === 'loaded')"
RAIL = "(step) => getComputedStyle(step, '::before').inlineSize"


async def test_both_tabs_follow_a_request_without_a_reload(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    await one.page.get_by_role("button", name="Switch").click()
    await expect(two.page.locator("html")).to_have_attribute("data-theme", "dark")
    await two.narrow()
    await one.say("Add a task to buy groceries")
    for tab in (one, two):
        await tab.until_ended()
        assert await tab.steps() == ["done: Added ‘buy groceries’"]
        assert await tab.messages() == ["Add a task to buy groceries", "Added #4 buy groceries."]
        await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("buy groceries")
        assert await tab.page.locator(".step").first.evaluate(RAIL) == "2px"
        await tab.assert_fits()
    await expect(one.page.locator(".step[data-ticked]")).to_have_count(1)
    assert await one.page.evaluate(FONT)
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

    requested: Counter[str] = Counter()
    one.page.on("request", lambda request: requested.update([urlsplit(request.url).path]))
    turn = await one.page.locator("[data-turn]").get_attribute("id")
    chat = await one.page.locator("#conversations [aria-current]").get_attribute("id")
    await one.say("Add a task to buy rye")
    await one.until_ended(runs=2)
    read = one.page.locator("#conversations [data-current]:not([data-badge], [data-unread])")
    await expect(read).to_be_visible()
    # The turn before is not the last one any more; the chat is working, and then it is read.
    assert requested[f"/fragments/turns/{(turn or '').removeprefix('turn-')}/"] == 1
    assert requested[f"/fragments/chats/{(chat or '').removeprefix('chat-')}/"] <= 2


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
    await tab.narrow()
    await tab.page.get_by_role("link", name="what's overdue?").click()
    await expect(box).to_have_value("show my tasks please")
    await tab.page.keyboard.press("Enter")
    await tab.until_ended(runs=2)
    await tab.assert_fits()
