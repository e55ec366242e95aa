"""Without a connection the service worker shows a page that says so; it keeps nothing of a person."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.site import ChatTab
from tests.services.browser import LOST_CONNECTION, Watch
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

KEPT = """async () => {
  const all = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(all.map((cache) => cache.keys()));
  return kept.flat().map(({ url }) => new URL(url).pathname).sort();
}"""


async def test_the_offline_page_is_shown_without_a_connection(
    site: WebServer, new_context: NewContext, watch: Watch
) -> None:
    watch.expect(LOST_CONNECTION)
    context = await new_context(service_workers="allow", viewport={"width": 375, "height": 700})
    tab = ChatTab(await context.new_page(), site.url)
    await tab.open_signed_in()
    await tab.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await tab.open("/tasks/")
    await tab.open()
    await tab.until_live()
    await context.set_offline(True)
    await expect(tab.page.locator("[data-connection-word]")).to_have_text("Offline")
    await expect(tab.page.locator("[data-connection] [data-bars]")).to_have_attribute("data-bars", "0")
    await expect(tab.page.locator("[data-connection-note]")).to_contain_text("You are offline.")
    await tab.assert_fits()

    await tab.page.goto(f"{site.url}/plans/", wait_until="commit")
    await expect(tab.page.get_by_role("heading", name="You are offline")).to_be_visible()
    await tab.assert_fits()
    kept = await tab.page.evaluate(KEPT)
    assert kept[0] == "/offline/"
    assert all(path.startswith("/static/") for path in kept[1:])

    await context.set_offline(False)
    await tab.page.get_by_role("link", name="Try again").click()
    await expect(tab.page.get_by_role("heading", name="Plans", level=1)).to_be_visible()
