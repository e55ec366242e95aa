"""A task that was ticked can be brought back for some seconds, with the mouse and with Ctrl-Z."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.web_server import WebServer


async def test_a_task_that_was_just_done_is_reopened(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    for tab in (one, two):
        await tab.open("/tasks/")
    row = one.page.locator("[data-task]").first
    title = await row.locator("[data-title]").inner_text()
    offer = one.page.locator("[data-done] form")
    listed = two.page.get_by_role("link", name=title, exact=True)

    async def tick() -> None:
        await one.page.get_by_role("button", name=f"Done: {title}").click()
        await expect(offer).to_contain_text(f"Done: {title}")
        await expect(listed).to_have_count(0)

    await tick()
    await one.page.set_viewport_size({"width": 375, "height": 700})
    await offer.get_by_role("button", name="Undo").click()
    await expect(offer).to_have_count(0)
    await expect(listed).to_be_visible()

    await tick()
    await one.page.locator("#new-task").fill("Bread")
    await one.page.keyboard.press("Control+z")
    await expect(one.page.locator("#new-task")).not_to_have_value("Bread")
    await expect(listed).to_have_count(0)
    await one.page.locator("#new-task").blur()
    await one.page.keyboard.press("Control+z")
    await expect(listed).to_be_visible()
