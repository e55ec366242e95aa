"""Ctrl-K, by keyboard alone."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.web_server import WebServer


async def test_a_task_is_found_and_opened_by_keyboard_alone(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    keyboard = tab.page.keyboard
    chosen = tab.page.locator("#palette").get_by_role("option", selected=True)
    await tab.narrow()
    await keyboard.press("Control+k")
    field = tab.page.get_by_role("combobox", name="Find chats")
    await expect(field).to_be_focused()
    await expect(chosen).to_have_text("New chat")
    await expect(tab.page.locator("#palette")).to_be_in_viewport(ratio=1)
    await tab.assert_fits()
    await keyboard.type("train")
    await expect(chosen).to_contain_text("Book train to Lisbon")
    await keyboard.press("ArrowUp")
    await expect(chosen).to_contain_text("Ask the agent: “train”")
    await keyboard.press("ArrowDown")
    assert await field.get_attribute("aria-activedescendant") == await chosen.get_attribute("id")
    await keyboard.press("Enter")
    await expect(tab.page.get_by_label("Title")).to_have_value("Book train to Lisbon")
    await tab.page.wait_for_load_state()  # its scripts have started
    await keyboard.press("Control+k")
    await expect(field).to_have_value("")
    await keyboard.type("add a")
    await expect(chosen).to_have_text("Add a task")
    await keyboard.press("Enter")
    await expect(field).to_be_hidden()
    await expect(tab.page.get_by_role("textbox", name="Task, with its date and tags")).to_be_focused()
    await keyboard.press("Escape")
    await keyboard.press("Control+k")
    await keyboard.type("dark")
    await expect(chosen).to_have_text("Light or dark")
    await chosen.click()
    await expect(tab.page.locator("html")).to_have_attribute("data-theme", "dark")
    await keyboard.press("Control+k")
    await expect(field).to_be_visible()
    await tab.page.mouse.click(5, 5)  # beside it
    await expect(field).to_be_hidden()
