"""Without JavaScript the form still works, and the page shows the answer."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.site import ChatTab
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer


async def test_form_works_and_shows_the_answer(site: WebServer, new_context: NewContext) -> None:
    context = await new_context(java_script_enabled=False)
    tab = ChatTab(await context.new_page(), site.url)
    await tab.sign_in()
    await tab.page.get_by_role("textbox", name="Message to Lockstep").fill("Add a task to buy groceries")
    await tab.page.get_by_role("button", name="Send").click()
    await expect(tab.page.get_by_text("Added #4 buy groceries.")).to_be_visible()
    await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("buy groceries")


async def test_tasks_are_added_finished_and_deleted_by_forms(
    site: WebServer, new_context: NewContext
) -> None:
    context = await new_context(java_script_enabled=False)
    tab = ChatTab(await context.new_page(), site.url)
    await tab.open_signed_in()
    await tab.page.get_by_label("New task").fill("Ring the bell")
    await tab.page.get_by_role("button", name="Add the task").click()
    await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("Ring the bell")
    await tab.page.get_by_role("button", name="Done: Ring the bell").click()
    await expect(tab.page.locator("[data-open-tasks]")).not_to_contain_text("Ring the bell")
