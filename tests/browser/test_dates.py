"""What a tab says about dates follows its browser, and stays right while the tab is open."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.async_api import expect

from tests.browser.site import ChatTab
from tests.services.browser import LOST_CONNECTION, Watch, new_window
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

DAY = 24 * 60 * 60 * 1_000  # milliseconds


async def test_words_of_a_tab_stay_right_past_midnight(
    site: WebServer, new_context: NewContext, watch: Watch
) -> None:
    # The stream finds its connection silent for a day, and opens another.
    watch.expect(LOST_CONNECTION)
    context = await new_context(locale="en-US")
    await context.clock.install(time=datetime.now(UTC))
    chat = ChatTab(await new_window(context), site.url)
    await chat.open_signed_in()
    tasks = await new_window(context)
    await tasks.goto(f"{site.url}/tasks/")
    await chat.until_live()
    await chat.page.get_by_role("textbox", name="New task").fill("Cake tomorrow 11:58pm")
    await chat.page.keyboard.press("Enter")
    due = [
        page.locator("[data-task-id]").filter(has_text="Cake").locator("[data-due-text]")
        for page in (chat.page, tasks)
    ]
    for words in ("Tomorrow at 11:58 pm", "Today at 11:58 pm", "Overdue · yesterday at 11:58 pm"):
        for place in due:
            await expect(place).to_have_text(words)
        await context.clock.fast_forward(DAY)
