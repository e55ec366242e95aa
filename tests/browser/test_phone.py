"""The chat on a phone."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.site import ChatTab
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer


async def test_a_tap_on_send_sends(site: WebServer, new_context: NewContext) -> None:
    phone = await new_context(viewport={"width": 375, "height": 720}, has_touch=True, is_mobile=True)
    tab = ChatTab(await phone.new_page(), site.url)
    await tab.open_signed_in()
    await tab.until_live()
    await tab.page.get_by_role("textbox", name="Message to Lockstep").fill("Add milk")
    await tab.page.get_by_role("button", name="Send").tap()
    await expect(tab.page.locator("[data-run] [data-call-id]")).to_contain_text("Created: milk")
