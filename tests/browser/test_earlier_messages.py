"""Earlier messages are loaded on demand, and what the person reads stays in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from chatbot.pages.chat.transcript import TURNS_SHOWN
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
TURNS = TURNS_SHOWN + 3


async def top_of(element: Locator) -> float:
    top: float = await element.evaluate("(element) => element.getBoundingClientRect().top")
    return top


async def test_earlier_messages_come_above_what_is_read(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    conversation = await tab.page.evaluate(SAY, TURNS)
    await tab.open(f"/c/{conversation}/")
    await tab.until_live()
    turns = tab.page.locator("[data-turn]")
    await expect(turns).to_have_count(TURNS_SHOWN)
    read = tab.page.get_by_text(f"Add a task: Item {TURNS - TURNS_SHOWN}", exact=True)
    link = tab.page.get_by_role("link", name="Show earlier messages")
    await link.scroll_into_view_if_needed()
    before = await top_of(read)
    await tab.page.evaluate("window.wasHere = true")

    await link.press("Enter")

    await expect(turns).to_have_count(TURNS)
    assert abs(await top_of(read) - before) <= 1
    await expect(link).to_have_count(0)
    await expect(tab.page.locator("[data-transcript]")).to_be_focused()
    await expect(tab.page.locator("[data-to-end-text]")).to_have_text("Back to bottom")
    assert await tab.page.evaluate("window.wasHere")
    await tab.page.reload()
    await expect(turns).to_have_count(TURNS)
