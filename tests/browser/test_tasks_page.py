"""The tasks page: filters apply at once, and what was done to a task can be undone, at once and later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import ChatTab
from tests.services.browser_fixtures import NewContext
from tests.services.wait import until
from tests.services.web_server import WebServer

ADD = """
(title) => fetch("/api/v1/tasks/", {
  method: "POST",
  headers: {
    "Content-Type": "application/json",
    "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value,
  },
  body: JSON.stringify({ title }),
}).then(({ status }) => status)
"""


async def test_tasks_are_filtered_and_one_that_was_just_done_or_deleted_is_brought_back(
    site: WebServer, open_tabs: OpenTabs
) -> None:
    one, two = await open_tabs(site.url, 2)
    for tab in (one, two):
        await tab.open("/tasks/")
    row = one.page.locator("[data-task]").first
    title = await row.locator("[data-title]").inner_text()
    offer = one.page.locator("[data-undo-offer] form")
    listed = two.page.get_by_role("link", name=title, exact=True)

    async def press(button: str, word: str) -> None:
        await one.page.locator("[data-task]", has_text=title).locator(button).click()
        await expect(offer).to_contain_text(f"{word}: {title}")
        await expect(listed).to_have_count(0)

    await one.page.set_viewport_size({"width": 375, "height": 700})
    assert (await row.bounding_box() or {"y": 999})["y"] < 300
    await one.page.get_by_role("searchbox").fill("dentist")
    await expect(one.page.locator("[data-task]")).to_have_count(1)
    await expect(one.page).to_have_url(f"{site.url}/tasks/?q=dentist")
    await one.page.get_by_text("Filters", exact=True).click()
    await one.page.locator("#filter-priority").select_option("low")
    await expect(one.page.get_by_text("No task matches.")).to_be_visible()
    await expect(one.page.get_by_role("button", name="Filter", exact=True)).to_be_hidden()
    await one.page.get_by_role("link", name="Clear", exact=True).click()
    await expect(one.page.locator("[data-task]")).to_have_count(3)

    await press(".task-check", "Done")
    await offer.get_by_role("button", name="Undo").click()
    await expect(offer).to_have_count(0)
    await expect(listed).to_be_visible()

    await press("[data-delete]", "Deleted")
    await one.page.locator("#new-task").fill("Bread")
    await one.page.keyboard.press("Control+z")
    await expect(one.page.locator("#new-task")).not_to_have_value("Bread")
    await expect(listed).to_have_count(0)
    await one.page.locator("#new-task").blur()
    await one.page.keyboard.press("Control+z")
    await expect(listed).to_be_visible()


async def test_the_trash_and_the_history_are_live(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    await one.open("/tasks/")
    first = one.page.locator("[data-task]").first
    title = await first.locator("[data-title]").inner_text()
    await two.open("/tasks/trash/")
    trash = two.page.locator(".history-row")
    await first.locator("[data-delete]").click()
    await expect(trash).to_contain_text(title)
    await one.open("/tasks/history/")
    changes = one.page.locator(".history-row")
    await expect(changes.first).to_contain_text("You deleted it")

    offer = two.page.locator("[data-undo-offer]")
    await two.page.get_by_role("button", name="Restore all tasks").click()
    await expect(two.page.get_by_text("The trash is empty.")).to_be_visible()
    await expect(offer).to_contain_text("1 task restored.")
    await two.page.keyboard.press("Control+z")
    await expect(trash).to_contain_text(title)
    await two.page.get_by_role("button", name="Restore #").click()
    await expect(two.page.get_by_text("The trash is empty.")).to_be_visible()
    await expect(offer).to_contain_text(f"Restored “{title}”.")
    await expect(changes.first).to_contain_text("You restored it")
    await changes.first.get_by_role("button", name="Undo").click()
    await expect(trash).to_contain_text(title)

    await two.page.get_by_role("link", name="Empty the trash").click()
    await two.page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    await expect(trash).to_have_count(1)
    await two.page.get_by_role("link", name="Empty the trash").click()
    await two.page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    await expect(trash).to_have_count(0)
    await expect(changes.filter(has_text=title)).to_have_count(0)


async def test_a_row_that_is_ticked_stays_where_it_is_for_a_moment(
    site: WebServer, new_context: NewContext
) -> None:
    page = await (await new_context()).new_page()
    tab = ChatTab(page, site.url)
    await tab.open_signed_in()
    await tab.until_live()
    await page.clock.install()
    await page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    row = page.locator("[data-open-tasks] [data-task]", has_text="Water the plants")

    async def is_known() -> bool:
        return tab.types()[-2:] == ["task_updated", "task_created"]

    async with page.expect_response("**/complete/"):
        await row.locator(".task-check").click()
    await page.evaluate(ADD, "Call Anna")
    await until(is_known, "both events")
    await page.clock.run_for(1_000)
    await expect(row).to_have_attribute("data-completed", "")
    assert "Call Anna" not in await tab.tasks()  # it would move the rows
    await page.clock.run_for(3_000)
    await expect(row).to_have_count(0)
    await expect(page.locator("[data-done-count]")).to_have_text("1")
    assert "Call Anna" in await tab.tasks()

    other = page.locator("[data-open-tasks] [data-task]", has_text="Book train")
    await other.locator(".task-check").click()
    await expect(page.locator("[data-undo-offer] form")).to_contain_text("Done: Book train")
    async with page.expect_response("**/complete/"):
        await page.keyboard.press("Control+z")
    await page.clock.run_for(1_000)
    await expect(other).not_to_have_attribute("data-completed", "")

    await page.locator("#done summary").click()
    await expect(page.locator("#done-list")).to_contain_text("Water the plants")
    async with page.expect_response("**/complete/"):
        await page.get_by_role("button", name="Done: Call the dentist").click()
    await page.clock.run_for(1_000)
    await expect(page.locator("#done-list")).not_to_contain_text("dentist")
    await page.clock.run_for(3_000)
    await expect(page.locator("#done-list")).to_contain_text("Call the dentist")
