"""The chat on a phone."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.site import ChatTab
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

# How much of the reply's own line is visible, how much of the run's below it, and whether they overlap.
OVERLAPS = """
run => {
  const boxes = (selector) => [...run.querySelectorAll(selector)]
    .map((each) => each.getBoundingClientRect()).filter(({ width, height }) => width && height);
  const [line, foot] = [boxes(".reply .message-meta :is(time, svg)"), boxes(".run-foot > *")];
  const meet = (one, two) =>
    one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
  return [line.length, foot.length, line.some((one) => foot.some((two) => meet(one, two)))];
}
"""


async def test_a_tap_on_send_sends_and_no_controls_overlap(site: WebServer, new_context: NewContext) -> None:
    phone = await new_context(viewport={"width": 375, "height": 720}, has_touch=True, is_mobile=True)
    tab = ChatTab(await phone.new_page(), site.url)
    await tab.open_signed_in()
    await tab.until_live()
    await tab.page.get_by_role("textbox", name="Message to Lockstep").fill("Add milk and add bread")
    await tab.page.get_by_role("button", name="Send").tap()
    await tab.until_ended()
    await expect(tab.page.get_by_role("button", name="Answer again")).to_be_visible()
    await expect(tab.page.get_by_role("button", name="Undo all")).to_be_visible()
    shown = await tab.page.locator("[data-log] [data-run]").evaluate(OVERLAPS)
    assert shown == [2, 3, False]  # time and copy; undo all, answer again, details
