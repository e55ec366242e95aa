"""Titles, days, priorities and lists are changed on the rows of the tasks page, and drawn back if refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Route, expect

from chatbot.domain.tasks.commands import add_task, update_task
from chatbot.domain.tasks.lists import add_list
from chatbot.models import Task, User
from tests.browser.conftest import MakeRows, OpenTabs
from tests.services.browser import Watch
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

REFUSED = r"Failed to load resource: the server responded with a status of 409"


def row(page: Page | Locator, number: int) -> Locator:
    return page.locator(f"[data-task='{number}']")


async def test_rows_are_changed_in_their_place(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows, watch: Watch
) -> None:
    watch.expect(REFUSED)
    numbers: list[int] = []

    def some() -> None:
        demo = User.objects.get(username="demo")
        add_list(demo, name="Errands")
        numbers.extend(add_task(demo, title=title).number for title in ("Inline one", "Inline two"))

    def move_the_other() -> None:
        demo = User.objects.get(username="demo")
        update_task(demo, Task.objects.get(owner=demo, number=numbers[1]).pk, title="Inline 2")

    await make_rows(some)
    tab, other = await open_tabs(site.url, 2)
    for shown in (tab, other):
        await shown.open("/tasks/?q=inline")
    page, (one, two) = tab.page, numbers
    title, field = row(page, one).locator("[data-title]"), page.locator(".task-rename")
    offer, problem = page.locator("[data-undo-offer] form"), page.locator("[data-frame-problem]")

    await title.focus()
    await page.keyboard.press("e")
    await expect(field).to_be_focused()
    await field.fill("Inline 1 by hand")
    await make_rows(move_the_other)
    await expect(row(page, two)).to_contain_text("Inline 2")  # the list is drawn again
    await expect(field).to_be_focused()
    await expect(field).to_have_value("Inline 1 by hand")
    await page.keyboard.press("Enter")
    await expect(title).to_be_focused()
    await expect(row(other.page, one)).to_contain_text("Inline 1 by hand")
    await expect(offer).to_contain_text("Renamed: Inline 1 by hand")
    await page.keyboard.press("Control+z")
    await expect(row(other.page, one)).to_contain_text("Inline one")
    await title.focus()
    await page.keyboard.press("e")
    await field.fill("never")
    await page.keyboard.press("Escape")
    await expect(title).to_have_text("Inline one")
    await expect(field).to_have_count(0)

    await page.keyboard.press("d")
    popover = page.locator("#task-popover")
    await expect(popover.get_by_role("button", name="Today", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(popover).to_be_hidden()
    await row(page, one).locator("[data-change]").click()
    await popover.get_by_role("button", name="Tomorrow", exact=True).click()
    for shown in (page, other.page):
        await expect(row(shown, one).locator(".task-due")).to_contain_text("Tomorrow")
    await row(page, one).locator(".task-due").click()
    await popover.get_by_label("On another day").fill("2099-05-06")
    await expect(row(other.page, one).locator(".task-due")).to_contain_text("6 May 2099")
    await row(page, one).locator("[data-change]").click()
    await popover.get_by_role("button", name="High").click()
    await expect(row(other.page, one)).to_contain_text("High")
    await row(page, one).locator("[data-change]").click()
    await popover.get_by_role("button", name="Errands").click()
    await expect(row(other.page, one).locator(".task-list-name")).to_have_text("Errands")
    await expect(offer).to_contain_text("Changed: Inline one")
    await page.keyboard.press("Control+z")
    await expect(row(other.page, one).locator(".task-list-name")).to_have_count(0)

    await other.narrow()
    await other.open("/c/new/#tasks")
    beside = other.page.locator("[data-task-panel]")
    await row(beside, one).locator(".task-priority").click()
    at_chat = other.page.locator("#task-popover")
    await expect(at_chat.get_by_role("button", name="High")).to_be_focused()
    await at_chat.get_by_role("button", name="Low").click()
    await expect(row(page, one)).to_contain_text("Low")
    await row(beside, one).locator(".task-due").click()
    await at_chat.get_by_role("button", name="Rename").click()
    await other.page.keyboard.type("Inline from the chat")
    await other.page.keyboard.press("Enter")
    await expect(title).to_have_text("Inline from the chat")
    await other.assert_fits()

    async def refuse(route: Route) -> None:
        await expect(row(page, one).locator(".task-due")).to_have_count(0)  # drawn before the answer
        await route.fulfill(status=409, content_type="text/plain", body="No.")

    await page.route("**/tasks/selected/", refuse)
    await page.set_viewport_size({"width": 375, "height": 740})
    await row(page, one).locator("[data-change]").click()
    box = await popover.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 375, 740)
    await popover.get_by_role("button", name="No date").click()
    await expect(problem).to_have_text("No.")
    await expect(row(page, one).locator(".task-due")).to_contain_text("6 May 2099")
