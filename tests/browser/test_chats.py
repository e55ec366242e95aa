"""What happens to chats is seen in every tab: they are deleted and restored, archived, and unread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import ChatTab
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator

SEND = """async (text) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  await fetch("/api/chat", { method: "POST", headers, body: JSON.stringify({ message: text }) });
}"""


def chats(tab: ChatTab) -> Locator:
    return tab.page.locator("#conversations li")


def toast(tab: ChatTab) -> Locator:
    return tab.page.locator("#deleted-chats form")


async def test_a_chat_is_pinned_deleted_restored_and_archived_in_every_tab(
    site: WebServer, open_tabs: OpenTabs
) -> None:
    one, two, three = await open_tabs(site.url, 3)
    await three.open("/tasks/")
    await two.narrow()
    await one.say("Add buy milk")
    for tab in (one, two, three):
        await expect(chats(tab)).to_have_count(1)
    await one.until_ended()

    for name, group in (("Pin this chat", "Pinned"), ("Unpin this chat", "Today")):
        await chats(one).hover()
        await one.page.get_by_role("button", name=name, exact=True).click()
        for tab in (one, two, three):
            await expect(tab.page.locator("#conversations h3")).to_have_text([group])

    await one.narrow()
    await one.page.locator("[data-menu] summary").click()
    await one.page.get_by_role("link", name="Rename", exact=True).click()
    await one.page.get_by_role("textbox", name="Name of this chat").fill("Groceries")
    await one.page.keyboard.press("Enter")
    for tab in (one, two):
        await expect(tab.page.get_by_role("heading", name="Groceries")).to_be_visible()
    await expect(one.page.locator("[data-menu] summary")).to_be_focused()
    await one.page.set_viewport_size({"width": 1280, "height": 720})

    menu = one.page.locator("[data-menu]")
    for close in ("Escape", "Tab"):
        await menu.locator("summary").click()
        await menu.get_by_role("button").last.focus()
        await one.page.keyboard.press(close)
        await expect(menu).not_to_have_attribute("open", "")
    await menu.locator("summary").click()
    await one.page.get_by_role("button", name="Delete", exact=True).click()

    for tab in (one, two, three):
        await expect(toast(tab)).to_contain_text("Deleted “Groceries”.")
        await expect(chats(tab)).to_have_count(0)
    for tab in (one, two):
        await expect(tab.page.get_by_text("This chat is deleted.")).to_be_visible()
        await expect(tab.page.locator("#message")).not_to_be_visible()
        await tab.assert_fits()
    await expect(toast(two)).to_be_in_viewport(ratio=1)
    await toast(three).get_by_role("button", name="Undo").click()
    for tab in (one, two, three):
        await expect(chats(tab)).to_have_count(1)
        await expect(toast(tab)).to_have_count(0)
    await expect(one.page.locator("#message")).to_be_visible()

    await three.narrow()
    await three.open("/chats/")
    await three.page.get_by_role("button", name="Archive this chat").click()
    await expect(chats(one)).to_have_count(0)
    await expect(three.page.locator(".chat-row")).to_have_count(0)
    assert three.page.url.endswith("/chats/")
    await three.assert_fits()
    await two.page.get_by_role("button", name="Take it out").click()
    await expect(three.page.locator(".chat-row")).to_have_count(1)
    await expect(chats(one)).to_have_count(1)


async def test_an_answer_that_no_tab_shows_is_unread_in_all_until_it_is_opened(
    site: WebServer, open_tabs: OpenTabs
) -> None:
    one, two = await open_tabs(site.url, 2)
    await one.say("Add buy milk")
    await one.until_ended()
    await two.open("/plans/")
    await one.page.evaluate(SEND, "Add buy bread")
    for tab in (one, two):
        await expect(chats(tab)).to_have_count(2)
        await expect(tab.page.locator("#conversations [data-unread] > a")).to_have_text(
            "Add buy bread (new answer)"
        )
    await one.narrow()
    await one.page.locator("[data-tabs]").get_by_role("link", name="Chats").click()
    await expect(one.page.locator("#conversations [data-unread] > a")).to_be_in_viewport(ratio=1)

    await two.page.get_by_role("link", name="Add buy bread (new answer)").click()

    for tab in (one, two):
        await expect(tab.page.locator("[data-unread]")).to_have_count(0)
        await expect(chats(tab)).to_have_count(2)

    await two.narrow()
    await two.open("/chats/")
    found = two.page.locator(".chat-row")
    await expect(found).to_have_count(2)
    await two.page.get_by_role("searchbox", name="Search your chats").fill("bread")  # found as it is typed
    await expect(found).to_have_count(1)
    await expect(found.locator("mark").first).to_have_text("bread")
    await two.assert_fits()
    await found.get_by_role("link").click()
    await expect(two.page).to_have_url(re.compile(r"[?&]find=bread"))
    await expect(two.page.locator("[data-transcript] mark").first).to_be_in_viewport(ratio=1)
