"""At the limit of a day the text stays in the box, and a countdown ends in a box that works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from chatbot.models import User
from tests.browser.conftest import MakeRows, OpenTabs
from tests.services.browser import Watch
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Route

REFUSED = "You have sent 100 messages today, which is the limit."


async def refuse(route: Route) -> None:
    await route.fulfill(status=429, headers={"Retry-After": "3"}, json={"error": REFUSED})


def allow_one() -> None:
    User.objects.filter(username="demo").update(daily_message_limit=1)


async def test_a_refused_message_is_sent_after_the_countdown(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows, watch: Watch
) -> None:
    watch.expect("status of 429")
    await make_rows(allow_one)
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
    await expect(page.locator("[data-allowance]")).to_have_text("No message left today")
    await tab.assert_fits()
    await tab.open("/tasks/")  # reading is not limited
    await expect(page.locator("[data-open-tasks], [data-task-list]").first).to_contain_text("milk")
