"""What a tab says to a person who looks elsewhere: its title, its icon, and one notification for all tabs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import BrowserContext, expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import ChatTab
from tests.browser.test_chats import SEND
from tests.services.wait import until
from tests.services.web_server import WebServer

TURN = """(state) => {
  Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# The browser's own cannot be seen by a test; permission and notifications are those of all tabs.
NOTIFICATIONS = """
globalThis.Notification = class extends EventTarget {
  static get permission() { return localStorage.getItem("permission") ?? "default"; }
  static async requestPermission() {
    localStorage.setItem("permission", "granted");
    return "granted";
  }
  constructor(title, { body, tag }) {
    super();
    const shown = JSON.parse(localStorage.getItem("shown") ?? "[]");
    localStorage.setItem("shown", JSON.stringify([...shown, [title, body]]));
  }
};
navigator.setAppBadge = async (count) => { globalThis.badge = count; };
navigator.clearAppBadge = async () => { globalThis.badge = 0; };
"""


@pytest_asyncio.fixture(loop_scope="session")
async def open_tabs(context: BrowserContext, open_tabs: OpenTabs) -> AsyncIterator[OpenTabs]:
    async with await context.add_init_script(NOTIFICATIONS):
        yield open_tabs


async def turn(state: str, *tabs: ChatTab) -> None:
    for tab in tabs:
        await tab.page.evaluate(TURN, state)


async def shown(tab: ChatTab) -> Any:
    return await tab.page.evaluate("JSON.parse(localStorage.getItem('shown') ?? '[]')")


async def has_shown(tab: ChatTab, count: int) -> bool:
    return len(await shown(tab)) >= count


async def test_a_person_who_looks_elsewhere_is_notified_once(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    await two.open("/tasks/")
    await expect(one.page).to_have_title("Lockstep")
    offer = one.page.locator("[data-offer=notifications]")

    await turn("hidden", one, two)
    await one.page.evaluate(SEND, "Add milk")
    await expect(one.page).to_have_title("(1) Add milk · Lockstep")
    await expect(two.page).to_have_title("(1) Tasks · Lockstep")
    assert await shown(one) == []
    await two.page.wait_for_function("() => badge === 1")
    await expect(offer).to_have_count(0)
    await turn("visible", one)
    await expect(one.page).to_have_title("Add milk · Lockstep")
    await two.page.wait_for_function("() => badge === 0")
    await one.narrow()
    await expect(offer).to_be_in_viewport(ratio=1)
    await offer.get_by_role("button", name="Notify me next time").click()
    await expect(offer).to_have_count(0)

    for text, visible in (("Add bread", None), ("Add salt", two), ("Add eggs", None)):
        await turn("hidden", one, two)
        if visible:
            await turn("visible", visible)
        await one.page.evaluate(SEND, text)
        await expect(one.page.locator("#conversations li > a").first).to_have_text(f"{text} (new answer)")
    await until(lambda: has_shown(one, 2), "two notifications")
    assert await shown(one) == [["Add bread", "Added #5 bread."], ["Add eggs", "Added #7 eggs."]]


async def test_the_icon_says_what_the_agent_does(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    await tab.narrow()
    icon = tab.page.locator('link[rel="icon"]')
    plain = await icon.get_attribute("href")
    await tab.say("Delete all my tasks")
    await expect(tab.page).to_have_title("Waiting for you · Delete all my tasks · Lockstep")
    await expect(icon).to_have_attribute("href", re.compile("^data:image/svg"))
    await tab.page.get_by_role("button", name="Decline").click()
    await tab.until_ended()
    await expect(icon).to_have_attribute("href", plain or "")


async def test_notifications_are_switched_in_the_settings(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    await tab.narrow()
    await tab.open("/accounts/settings/")
    await tab.assert_fits()
    box = tab.page.get_by_label("Notify me in this browser")
    await expect(box).not_to_be_in_viewport()
    await tab.page.get_by_role("link", name="Notifications").click()
    await expect(box).to_be_in_viewport(ratio=1)
    await expect(box).not_to_be_checked()
    await box.check()
    await tab.page.reload()
    await expect(box).to_be_checked()
    await box.uncheck()
    await tab.page.reload()
    await expect(box).not_to_be_checked()
