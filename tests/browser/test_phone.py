"""The chat on a phone."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.site import ChatTab
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

# The tools of an answer from left to right, how high the lowest is, and whether any overlap.
TOOLS = """
run => {
  const all = [...run.querySelectorAll(".run-foot :is(button, a, time)")];
  const tools = all.filter((tool) => tool.checkVisibility());
  const boxes = tools.map((tool) => tool.getBoundingClientRect());
  const meet = (one, two) =>
    one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
  const overlap = boxes.some((one) => boxes.some((two) => one !== two && meet(one, two)));
  const heights = boxes.filter((box, index) => tools[index].tagName !== "TIME").map(({ height }) => height);
  return [tools.map((tool) => tool.title || tool.textContent.trim()), Math.min(...heights), overlap];
}
"""


async def test_a_tap_on_send_sends_and_no_controls_overlap(site: WebServer, new_context: NewContext) -> None:
    phone = await new_context(viewport={"width": 375, "height": 720}, has_touch=True, is_mobile=True)
    tab = ChatTab(await phone.new_page(), site.url)
    await tab.open_signed_in()
    await tab.until_live()
    box, tabs = tab.page.get_by_role("textbox", name="Message to Lockstep"), tab.page.locator("[data-tabs]")
    await box.fill("Add milk and add bread")
    await expect(tabs).to_be_hidden()
    await box.blur()
    await expect(tabs).to_be_visible()
    await tab.page.get_by_role("button", name="Send").tap()
    await tab.until_ended()
    await expect(tab.page.get_by_role("button", name="Answer again")).to_be_visible()
    await expect(tab.page.get_by_role("button", name="Undo all")).to_be_visible()
    names, height, overlap = await tab.page.locator("[data-log] [data-run]").evaluate(TOOLS)
    assert names[:4] == ["Copy this message", "Answer again", "Undo all", "Details"]
    assert names[4].startswith("today at")
    assert (height >= 44, overlap) == (True, False)
    await expect(box).to_be_focused()
    await tab.page.get_by_role("button", name="Undo all").tap()
    await expect(tab.page.get_by_role("button", name="Undo all")).to_have_count(0)
    await expect(tabs).to_be_visible()
    await box.fill("Delete all my tasks")
    await tab.page.get_by_role("button", name="Send").tap()
    await tab.page.get_by_role("button", name="Decline").tap()
    await tab.until_ended(runs=2)
    await expect(box).not_to_be_focused()  # it would bring up the keyboard

    note = tab.page.locator("#offline-note")
    offline = tab.page.get_by_role("button", name="Offline assistant")
    for width in (375, 1280):
        await tab.page.set_viewport_size({"width": width, "height": 720})
        await offline.click()
        await expect(note).to_be_in_viewport(ratio=1)
        await tab.page.keyboard.press("Escape")
        await expect(note).to_be_hidden()
        await expect(offline).to_be_focused()
    await offline.click()
    await note.get_by_role("button", name="Show what it understands").click()
    await expect(note).to_be_hidden()
    await tab.until_ended(runs=3)

    await tab.page.set_viewport_size({"width": 375, "height": 720})
    await tab.open("/tasks/")
    first = await tab.page.locator("[data-task]").first.bounding_box()
    assert first
    assert first["y"] <= 300
    shown = await tab.page.locator("[data-task]").count()
    await tab.page.locator("[data-tabs]").get_by_role("link", name="Settings").click()
    await expect(tab.page.get_by_role("heading", name="Settings", exact=True)).to_be_visible()
    await expect(tab.page.locator("[data-open-count]")).to_have_text(str(shown))
    await tab.assert_fits()


async def test_a_short_window_begins_with_the_day_and_leaves_room_for_what_is_said(
    site: WebServer, new_context: NewContext
) -> None:
    window = await new_context(viewport={"width": 320, "height": 256})
    tab = ChatTab(await window.new_page(), site.url)
    await tab.open_signed_in()
    await tab.until_live()
    await expect(tab.page.get_by_role("heading", name="1 overdue", exact=True)).to_be_in_viewport(ratio=1)
    transcript = tab.page.locator("[data-transcript]")
    assert await transcript.evaluate("(element) => element.clientHeight") > 110

    await tab.page.set_viewport_size({"width": 375, "height": 720})
    assert await transcript.evaluate("(element) => element.scrollWidth <= element.clientWidth")
    await tab.page.set_viewport_size({"width": 1280, "height": 720})
    await tab.page.get_by_role("button", name="Done: Call the dentist").click()
    await expect(tab.page.get_by_role("heading", name="Nothing is due today")).to_be_visible()
