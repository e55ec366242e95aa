"""Tasks are dragged to other columns of the board, or moved by keys, live in every tab."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import Route, expect

from chatbot.domain.tasks.commands import add_task
from chatbot.models import User
from tests.browser.conftest import MakeRows, OpenTabs
from tests.services.browser import Watch
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

REFUSED = r"Failed to load resource: the server responded with a status of 409"


def card(page: Page, column: str, title: str) -> Locator:
    return page.locator(f"[data-column='{column}'] [data-task]", has_text=title)


async def test_tasks_are_moved_between_columns(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows, watch: Watch
) -> None:
    watch.expect(REFUSED)
    await make_rows(lambda: add_task(User.objects.get(username="demo"), title="On the board"))
    tab, other = await open_tabs(site.url, 2)
    for shown in (tab, other):
        await shown.open("/tasks/board/?by=priority")
    page, title = tab.page, "On the board"
    await card(page, "medium", title).drag_to(page.locator("[data-column=high] .column-name"))
    for shown in (page, other.page):
        await expect(card(shown, "high", title)).to_be_visible()
    await expect(page.locator("[data-undo-offer] form")).to_contain_text("Moved to High: On the board")
    await page.keyboard.press("Control+z")
    await expect(card(other.page, "medium", title)).to_be_visible()

    link = card(page, "medium", title).locator("[data-title]")
    await link.focus()
    await page.keyboard.press("Shift+ArrowRight")
    await expect(card(other.page, "low", title)).to_be_visible()
    link = card(page, "low", title).locator("[data-title]")
    await expect(link).to_be_focused()
    await page.keyboard.press("Shift+ArrowRight")  # there is no further column

    async def refuse(route: Route) -> None:
        await expect(card(page, "medium", title)).to_be_visible()
        await route.fulfill(status=409, content_type="text/plain", body="No.")

    await page.route("**/tasks/selected/", refuse)
    await page.keyboard.press("Shift+ArrowLeft")
    await expect(page.locator("[data-frame-problem]")).to_have_text("No.")
    await expect(card(page, "low", title)).to_be_visible()
    await page.unroute("**/tasks/selected/")

    await page.locator("#filter-search").fill("nothing like it")
    await expect(card(page, "low", title)).to_have_count(0)
    await expect(page).to_have_url(re.compile(r"q=nothing"))
    await page.locator("#filter-search").fill("on the BOARD")
    await expect(card(page, "low", title)).to_be_visible()

    await page.set_viewport_size({"width": 375, "height": 740})
    await card(page, "low", title).locator(".card-move").click()
    await page.locator(".board-moving").get_by_role("button", name="High").click()
    await expect(card(other.page, "high", title)).to_be_visible()
