"""Tasks are selected with keys and a pointer, and changed together, live in another tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from chatbot.domain.tasks.commands import add_task
from chatbot.models import User
from tests.browser.conftest import MakeRows, OpenTabs
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page


def selected(page: Page) -> Locator:
    return page.locator("[data-select]:checked")


async def test_tasks_are_selected_and_changed_together(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows
) -> None:
    def some() -> None:
        demo = User.objects.get(username="demo")
        for title in ("one", "two", "three", "four"):
            add_task(demo, title=title)

    await make_rows(some)
    tab, other = await open_tabs(site.url, 2)
    for shown in (tab.page, other.page):
        await shown.goto(f"{site.url}/tasks/?status=all")
    page = tab.page
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await expect(page.locator("[data-task] [data-title]").nth(1)).to_be_focused()
    await expect(selected(page)).to_have_count(1)
    boxes = page.locator("[data-select]")
    await boxes.nth(1).click()
    await boxes.nth(3).click(modifiers=["Shift"])
    await expect(page.get_by_text("4 selected")).to_be_visible()
    await page.keyboard.press("d")
    await expect(page.get_by_role("combobox", name="Due")).to_be_focused()
    await page.get_by_role("combobox", name="Due").select_option("tomorrow")
    for shown in (page, other.page):
        await expect(shown.locator("[data-task]").filter(has_text="Tomorrow")).to_have_count(4)
    await expect(selected(page)).to_have_count(0)

    await page.set_viewport_size({"width": 375, "height": 740})
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    count = await page.locator("[data-task]").count()
    await page.locator("#selection").get_by_role("button", name="Delete").click()
    for shown in (page, other.page):
        await expect(shown.locator("[data-task]")).to_have_count(count - 2)
    await page.get_by_label("Select", exact=True).uncheck()
    await expect(boxes.first).to_be_hidden()
