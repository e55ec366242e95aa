"""The pages in German, and from right to left, on a desktop and on a phone."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, Route, expect

from tests.browser.site import ChatTab
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

PAGES = ("/", "/chats/", "/tasks/", "/plans/", "/accounts/settings/")
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 720}
# How far the page is wider than the window, and the controls whose words do not fit.
MISFITS = """
() => {
  const page = document.scrollingElement;
  const isCut = (element) => {
    const { overflow, textOverflow } = getComputedStyle(element);
    const isHidden = overflow !== "visible" && textOverflow !== "ellipsis";
    return isHidden && element.scrollWidth > element.clientWidth + 1;
  };
  const controls = [...document.querySelectorAll("button, a.button, .segment, .tab")];
  const cut = controls.filter((element) => element.checkVisibility() && isCut(element));
  return [page.scrollWidth - page.clientWidth, cut.map((element) => element.textContent.trim())];
}
"""


ANNOUNCED = """
() => {
  globalThis.announced = [];
  const [status, alert] = document.querySelectorAll("[data-announce], [data-alert]");
  const note = ([{ target }]) => announced.push(target.textContent);
  for (const region of [status, alert]) new MutationObserver(note).observe(region, { childList: true });
}
"""


async def walk(page: Page, url: str) -> None:
    """Each page fits the window, wide and narrow."""
    for path in PAGES:
        await page.goto(f"{url}{path}")
        for size in (DESKTOP, PHONE):
            await page.set_viewport_size(size)
            assert await page.evaluate(MISFITS) == [0, []], (path, size)
    await page.set_viewport_size(DESKTOP)


async def continue_after(event: asyncio.Event, route: Route) -> None:
    await event.wait()
    await route.continue_()


async def test_german_pages_fit_and_their_scripts_speak_german(
    site: WebServer, new_context: NewContext
) -> None:
    context = await new_context(viewport=DESKTOP, locale="de-DE", timezone_id="Europe/Berlin")
    tab = ChatTab(await context.new_page(), site.url)
    await tab.open_signed_in()
    await tab.until_live()
    page = tab.page
    await page.evaluate(ANNOUNCED)
    answered = asyncio.Event()
    await page.route("**/chat/announcements*.js", lambda route: continue_after(answered, route))
    message = page.get_by_role("textbox", name="Nachricht an Lockstep")
    await message.fill("füge Milch hinzu")
    await page.keyboard.press("Enter")
    await tab.until_ended()
    answered.set()  # what is drawn when the script that announces it comes is announced, too
    for text in ("‚Milch‘ hinzugefügt", "Die Antwort ist vollständig."):
        await page.wait_for_function("(text) => announced.includes(text)", arg=text)
    await expect(page.locator("[data-run] [data-text]")).to_have_text("‚Milch‘ hinzugefügt")
    await expect(page.get_by_role("button", name="Diese Nachricht kopieren").first).to_be_attached()

    await page.locator("#new-task").fill("Kuchen morgen 17 Uhr")
    await expect(page.locator("#panel-add [data-understood]")).to_contain_text("Morgen um 17 Uhr")
    await walk(page, site.url)
    await page.get_by_role("button", name="Europe/Berlin verwenden").click()
    await expect(page.locator("[data-offer]")).to_have_count(0)
    await expect(page.get_by_role("combobox", name="Zeitzone")).to_have_value("Europe/Berlin")


async def test_pages_can_be_read_from_right_to_left(site: WebServer, new_context: NewContext) -> None:
    context = await new_context(viewport=DESKTOP, locale="ar-XB")
    tab = ChatTab(await context.new_page(), site.url)
    await tab.open_signed_in()
    await tab.until_live()
    left = "(element) => element.getBoundingClientRect().left"
    assert await tab.page.locator("#chats").evaluate(left) > await tab.page.locator("#main").evaluate(left)
    await tab.page.locator("#message").fill("أضف مهمة شراء الحليب")
    await tab.page.keyboard.press("Enter")
    await tab.until_ended()
    said = tab.page.locator("[data-role=user] [data-body]")
    answered = tab.page.locator("[data-role=assistant] [data-body]")
    right = "(element) => element.getBoundingClientRect().right"
    assert await said.evaluate(right) < await answered.evaluate(right)
    await expect(said).to_have_css("direction", "rtl")
    await expect(answered).to_have_css("direction", "ltr")
    await walk(tab.page, site.url)
