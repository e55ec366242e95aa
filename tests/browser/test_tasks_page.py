"""The tasks page: filters apply at once, and what was done to a task can be undone, at once and later."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.web_server import WebServer


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
