"""The browser that tests share: if something of a test were left in it, later ones would depend on that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.services.browser import Watch, new_window
from tests.services.kept_context import SIZE, KeptContext

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.services.web_server import WebServer

PUT = "() => { localStorage.put = sessionStorage.put = 1; document.cookie = 'put=1'; }"
FOUND = "() => [localStorage.put, sessionStorage.put, document.cookie.includes('put')]"


async def test_a_kept_page_has_nothing_of_an_earlier_test(
    site: WebServer, browser: Browser, watch: Watch
) -> None:
    kept, address = KeptContext(browser), f"{site.url}/accounts/sign-in/"
    page = await new_window(await kept.open(watch))
    await page.goto(address)
    await page.evaluate(PUT)
    await page.set_viewport_size({"width": 375, "height": 700})
    await page.route("**/*", lambda route: route.abort())
    await kept.clear(watch)

    assert await new_window(await kept.open(watch)) is page
    await page.goto(address)
    assert await page.evaluate(FOUND) == [None, None, False]
    assert page.viewport_size == SIZE

    await page.evaluate("fetch('http://127.0.0.1:9/').catch(() => {})")
    watch.expect("violates the following Content Security Policy directive")
    assert "http://127.0.0.1:9/" in watch.problems[0]

    kept.close_after_test(page)
    await kept.clear(watch)
    assert page.is_closed()
    await kept.close()
