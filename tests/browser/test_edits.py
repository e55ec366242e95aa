"""A message is edited in its place: every tab shows the new branch, and reads the earlier one on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import ChatTab
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator

SENT = "[data-role=user] [data-body]"


def link(tab: ChatTab, name: str) -> Locator:
    return tab.page.get_by_role("link", name=name, exact=True)


async def test_an_edit_replaces_what_followed_in_every_tab(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    await one.narrow()
    for runs, text in ((1, "Add milk"), (2, "Add bread")):
        await one.say(text)
        await one.until_ended(runs=runs)
    before = await one.tasks()
    text = one.page.get_by_role("textbox", name="Your message")

    await link(one, "Edit").first.press("Enter")
    await expect(text).to_be_focused()
    await text.press("Escape")
    await expect(text).to_have_count(0)
    await expect(link(one, "Edit").first).to_be_focused()

    await link(one, "Edit").first.press("Enter")
    await expect(one.page.get_by_label("Undo the 2 changes that followed")).to_be_checked()
    await one.assert_fits()
    await text.fill("Add tea")
    await text.press("Enter")
    for tab in (one, two):
        await expect(tab.page.locator(SENT)).to_have_text(["Add tea"])
        await tab.until_ended()
        await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("tea")
        assert not {"milk", "bread"} & set(await tab.tasks())
    assert len(await one.tasks()) == len(before) - 1
    to_end = one.page.locator("[data-to-end]")
    await expect(to_end).to_be_hidden()
    await one.page.set_viewport_size({"width": 375, "height": 440})
    await to_end.click()
    turn = one.page.locator("[data-turn]").last
    for is_open in (True, False):
        await turn.locator("details").evaluate_all(
            f"all => all.forEach((one) => one.open = {str(is_open).lower()})"
        )
        await expect(to_end).to_be_visible(visible=is_open)
    await one.narrow()

    await link(one, "Earlier version").click()
    await expect(one.page.locator(SENT)).to_have_text(["Add milk", "Add bread"])
    await expect(link(one, "Earlier version")).to_be_focused()
    await one.assert_fits()
    await one.page.reload()
    await expect(one.page.locator(SENT)).to_have_text(["Add milk", "Add bread"])
    # What is sent goes to the latest branch, which is shown then.
    await one.until_live()
    await one.say("Add oats")
    for tab in (one, two):
        await expect(tab.page.locator(SENT)).to_have_text(["Add tea", "Add oats"])
