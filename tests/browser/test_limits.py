"""At the limit of a day the text stays in the box, and a countdown ends in a box that works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.browser import Watch
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Route

REFUSED = "You have sent 100 messages today, which is the limit."


async def refuse(route: Route) -> None:
    await route.fulfill(status=429, headers={"Retry-After": "3"}, json={"error": REFUSED})


async def test_a_refused_message_is_sent_after_the_countdown(
    site: WebServer, open_tabs: OpenTabs, watch: Watch
) -> None:
    watch.expect("status of 429")
    (tab,) = await open_tabs(site.url, 1)
    page = tab.page
    await tab.narrow()
    await page.route("**/api/chat", refuse)
    await tab.say("Add milk")
    error = page.locator(".composer-error")
    await expect(error).to_contain_text(f"{REFUSED}Sending works again in 0:0")
    await expect(page.locator("#message")).to_have_value("Add milk")
    await tab.assert_fits()
    await page.keyboard.press("Enter")  # does nothing yet
    await page.unroute("**/api/chat")

    await expect(error).to_be_hidden()
    await expect(page.locator("#message")).to_have_value("Add milk")
    await page.keyboard.press("Enter")
    await tab.until_ended()
