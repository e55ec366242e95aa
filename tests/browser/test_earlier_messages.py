"""Earlier messages are loaded on demand, and what the person reads stays in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from chatbot.pages.chat.transcript import EARLIER_TURNS_SHOWN, TURNS_SHOWN
from tests.browser.conftest import OpenTabs
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator

SAY = """
async (count) => {
    const [, token] = document.cookie.match(/csrftoken=([^;]+)/);
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    let conversation_id = null;
    for (let number = 0; number < count; number += 1) {
        const body = JSON.stringify({ message: `Add a task: Item ${number}`, conversation_id });
        const response = await fetch("/api/chat", { method: "POST", headers, body });
        conversation_id = (await response.json()).conversation_id;
    }
    return conversation_id;
}
"""
TURNS = EARLIER_TURNS_SHOWN + 3


async def top_of(element: Locator) -> float:
    top: float = await element.evaluate("(element) => element.getBoundingClientRect().top")
    return top


async def test_earlier_and_later_messages_come_around_what_is_read(
    site: WebServer, open_tabs: OpenTabs
) -> None:
    (tab,) = await open_tabs(site.url, 1)
    conversation = await tab.page.evaluate(SAY, TURNS)
    await tab.open(f"/c/{conversation}/")
    await tab.until_live()
    turns = tab.page.locator("[data-turn]")
    await expect(turns).to_have_count(TURNS_SHOWN)
    earlier = tab.page.get_by_role("link", name="Show earlier messages")
    later = tab.page.get_by_role("link", name="Show later messages")

    async def follow(link: Locator, read: int, count: int) -> None:
        """Press a link; the message that is read stays where it is on the screen."""
        message = tab.page.get_by_text(f"Add a task: Item {read}", exact=True)
        await link.scroll_into_view_if_needed()
        before = await top_of(message)
        await link.press("Enter")
        await expect(turns).to_have_count(count)
        assert abs(await top_of(message) - before) <= 1
        # The link has the focus if it is still there.
        focused = tab.page.locator("[data-transcript]:focus, [data-transcript] a:focus")
        await expect(focused).to_have_count(1)
        await expect(tab.page.locator("[data-to-end-text]")).to_have_text("Back to bottom")

    await follow(earlier, TURNS - TURNS_SHOWN, EARLIER_TURNS_SHOWN)
    await expect(later).to_have_count(0)
    await follow(earlier, TURNS - EARLIER_TURNS_SHOWN, TURNS - TURNS_SHOWN)
    await expect(earlier).to_have_count(0)
    await tab.page.reload()
    await expect(turns).to_have_count(TURNS - TURNS_SHOWN)
    await follow(later, TURNS - TURNS_SHOWN - 1, EARLIER_TURNS_SHOWN)
    await expect(later).to_have_count(0)


async def test_a_message_leads_from_earlier_ones_to_the_end(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    conversation = await tab.page.evaluate(SAY, TURNS_SHOWN + 1)
    await tab.open(f"/c/{conversation}/?until=1")
    await tab.until_live()
    turns = tab.page.locator("[data-turn]")
    await expect(turns).to_have_count(1)

    await tab.page.get_by_label("Message to Lockstep").fill("Add a task: The last one")
    await tab.page.keyboard.press("Enter")

    await expect(turns.last).to_contain_text("The last one")
    await expect(turns.last.locator("[data-run][data-status='succeeded']")).to_have_count(1)
    await expect(tab.page.get_by_role("link", name="Show later messages")).to_have_count(0)
    assert await turns.count() >= TURNS_SHOWN
    assert "until" not in tab.page.url
