"""After signing out, the browser's Back button shows nothing of the earlier pages."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.site import ChatTab
from tests.services.browser import Watch
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

# The chat page may learn from its socket, before the browser leaves it, that the session is over.
NO_SESSION = r"status of 401 .*/api/auth/me/"


async def test_back_shows_nothing_after_signing_out(
    site: WebServer, new_context: NewContext, watch: Watch
) -> None:
    watch.expect(NO_SESSION)
    tab = ChatTab(await (await new_context()).new_page(), site.url)
    await tab.sign_in()
    await tab.page.goto(f"{site.url}/tasks/")
    await tab.page.goto(f"{site.url}/accounts/settings/")
    await tab.narrow()
    await tab.page.get_by_role("link", name="Chats", exact=True).locator("visible=true").click()
    await tab.page.get_by_role("button", name="Sign out", exact=True).click()
    await expect(tab.page.get_by_role("heading", name="Sign in")).to_be_visible()

    for _ in range(2):
        await tab.page.go_back()
        await expect(tab.page.get_by_role("heading", name="Sign in")).to_be_visible()

    watch.expect("status of 400 .*/accounts/sign-up/")
    await tab.open("/accounts/sign-up/")
    await tab.page.get_by_label("Password", exact=True).fill("short")
    await tab.page.get_by_role("button", name="Create the account").click()
    await expect(tab.page.locator("#id_password1_error")).to_be_visible()
    await tab.assert_fits()
