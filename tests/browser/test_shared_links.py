"""The page of a shared link follows the chat, and ends with the link."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import TOO_NARROW
from tests.services.browser import Watch, new_window
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer


async def test_a_stranger_follows_a_chat_until_the_link_is_revoked(
    site: WebServer, open_tabs: OpenTabs, new_context: NewContext, watch: Watch
) -> None:
    watch.expect("status of 404")
    owner, tab = await open_tabs(site.url, 2)
    await tab.say("Add buy milk")
    await tab.until_ended()
    page = owner.page
    await page.locator("[data-menu] summary").click()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download as Markdown").click()
    assert (await download.value).suggested_filename.endswith(".md")
    await page.get_by_role("link", name="Share…").click()
    await page.get_by_role("button", name="Create a link").click()
    address = await page.locator("[data-link]").input_value()

    stranger = await new_window(await new_context(viewport={"width": 375, "height": 700}))
    await stranger.goto(address)
    await expect(stranger.get_by_text("Added #4 buy milk.")).to_be_visible()
    await tab.say("Add salt")
    await expect(stranger.get_by_text("Added #5 salt.")).to_be_visible()
    assert await stranger.evaluate(TOO_NARROW) == []

    await owner.narrow()
    await owner.assert_fits()
    await page.get_by_role("button", name="Revoke").click()
    await expect(page.get_by_text("The link has ended")).to_be_visible()
    await expect(stranger.get_by_role("heading", name="This link has ended")).to_be_visible()
