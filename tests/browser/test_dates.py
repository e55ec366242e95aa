"""The dates in a tab follow the settings of its browser, and stay correct while the tab is open."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.async_api import expect

from tests.browser.site import TOO_NARROW, ChatTab
from tests.services.browser import LOST_CONNECTION, Watch, new_window
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

DAY = 24 * 60 * 60 * 1_000  # milliseconds


async def test_dates_are_updated_on_a_new_day(site: WebServer, new_context: NewContext, watch: Watch) -> None:
    # The event stream finds its connection silent for a day, and opens another one.
    watch.expect(LOST_CONNECTION)
    context = await new_context(locale="en-US")
    await context.clock.install(time=datetime.now(UTC))
    chat = ChatTab(await new_window(context), site.url)
    await chat.open_signed_in()
    tasks = await new_window(context)
    await tasks.set_viewport_size({"width": 375, "height": 700})
    await tasks.goto(f"{site.url}/tasks/")
    await chat.until_live()
    await chat.say("What is due?")
    await chat.until_ended()
    await chat.page.get_by_role("textbox", name="New task").fill("Cake tomorrow 11:58pm")
    await chat.page.keyboard.press("Enter")
    for page in (chat.page, tasks):
        cake = page.locator("[data-task]").filter(has_text="Cake")
        await expect(cake.locator("[data-due-at]")).to_have_text("Tomorrow at 11:58 pm")
        assert await page.evaluate(TOO_NARROW) == []
    async with (
        chat.page.expect_request("**/fragments/tasks/"),
        chat.page.expect_request(lambda request: request.url == chat.page.url),
        tasks.expect_request(lambda request: request.url == f"{site.url}/tasks/"),
    ):
        await context.clock.fast_forward(DAY)
