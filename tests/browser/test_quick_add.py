"""The box for a new task: what is recognized is marked while the person types."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.browser import Watch
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page, Route


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="New task")


def marks(page: Page) -> Locator:
    return page.locator("form:visible mark")


async def added_titles(page: Page) -> list[str]:
    return await page.locator("[data-open-tasks] [data-title]").all_text_contents()


async def test_recognized_parts_are_marked_and_added_in_every_tab(
    site: WebServer, open_tabs: OpenTabs
) -> None:
    one, two = await open_tabs(site.url, 2)
    await one.narrow()
    await one.page.locator("[data-tabs]").get_by_role("link", name="Tasks").click()
    await box(one.page).press_sequentially("🎂 Cake tomorrow 5pm #party !high")
    await expect(marks(one.page)).to_have_text(["tomorrow 5pm", "#party", "!high"])
    chips = one.page.locator(".chip [data-label]")
    await expect(chips).to_have_text(["Tomorrow at 17:00", "#party", "High priority"])
    await one.assert_fits()
    await one.page.keyboard.press("Enter")
    row = two.page.locator("[data-open-tasks] [data-task]").filter(has_text="🎂 Cake")
    await expect(row.locator("[data-title]")).to_have_text("🎂 Cake")
    await expect(row).to_contain_text("Tomorrow at 17:00")
    await expect(row).to_contain_text("#party")
    await expect(box(one.page)).to_have_value("")
    await expect(marks(one.page)).to_have_count(0)


async def test_removed_marks_stay_removed_while_typing(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    page = tab.page
    await box(page).press_sequentially("Watch tomorrow")
    await expect(marks(page)).to_have_text(["tomorrow"])
    await page.keyboard.press("Backspace")  # removes the mark, not a letter
    await expect(box(page)).to_have_value("Watch tomorrow")
    await expect(marks(page)).to_have_count(0)
    await page.keyboard.type(" never dies #film friday")
    await expect(marks(page)).to_have_text(["#film", "friday"])
    await page.keyboard.press("Control+Home")
    await page.keyboard.type("To do: ")
    await expect(marks(page)).to_have_text(["#film", "friday"])
    await marks(page).first.click(force=True)
    await expect(marks(page)).to_have_text(["friday"])
    await page.get_by_role("button", name="Friday Make it plain text").click()
    await expect(marks(page)).to_have_count(0)
    await expect(box(page)).to_be_focused()
    await page.keyboard.press("Enter")
    title = "To do: Watch tomorrow never dies #film friday"
    await expect(page.locator("[data-open-tasks] [data-title]").filter(has_text=title)).to_have_count(1)


async def test_each_line_has_marks_and_chips_of_its_own(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    page = tab.page
    typed = "Nuts tomorrow\non friday call Ida #song\nWatch tomorrow\nRead tomorrow"
    await box(page).fill(typed)
    await expect(marks(page)).to_have_text(["tomorrow", "on friday", "#song", "tomorrow", "tomorrow"])
    rows = page.locator(".understood-line")
    await expect(rows).to_have_count(4)
    await marks(page).nth(1).click(force=True)
    await expect(marks(page)).to_have_text(["tomorrow", "#song", "tomorrow", "tomorrow"])
    await rows.filter(has_text="Watch").get_by_role("button", name="Tomorrow Make it plain text").click()
    await expect(marks(page)).to_have_text(["tomorrow", "#song", "tomorrow"])
    await page.keyboard.press("Control+End")
    await page.keyboard.press("Backspace")  # removes the mark, not a letter
    await expect(box(page)).to_have_value(typed)
    await expect(marks(page)).to_have_text(["tomorrow", "#song"])
    await expect(rows).to_have_count(2)
    await page.keyboard.press("Enter")
    added = {"Nuts": "Tomorrow", "on friday call Ida": "#song", "Watch tomorrow": "", "Read tomorrow": ""}
    for title, facts in added.items():
        row = page.locator("[data-open-tasks] [data-task]").filter(has_text=title)
        await expect(row.locator("[data-title]")).to_have_text(title)
        await expect(row).to_contain_text(facts)

    await box(page).fill("- Milk tomorrow\n- Bread #food\n")  # as it is pasted
    await expect(marks(page)).to_have_text(["tomorrow", "#food"])
    await expect(page.locator("[data-understood]:visible")).to_contain_text("2 tasks")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("Eggs")
    await page.keyboard.press("Enter")
    for title in ("Milk", "Bread", "Eggs"):
        await expect(page.locator("[data-open-tasks] [data-title]").get_by_text(title)).to_have_count(1)


async def test_refused_text_stays_in_the_box(site: WebServer, open_tabs: OpenTabs, watch: Watch) -> None:
    watch.expect("status of 400")
    (tab,) = await open_tabs(site.url, 1)
    text = f"Milk tomorrow\n{'a' * 256}"
    await box(tab.page).fill(text)
    await tab.page.keyboard.press("Enter")
    problem = tab.page.get_by_role("alert").filter(has_text="Line 2: The title is too long")
    await expect(problem).to_be_visible()
    await expect(box(tab.page)).to_have_value(text)
    is_typed = asyncio.Event()

    async def wait(route: Route) -> None:
        await is_typed.wait()
        await route.continue_()

    await tab.page.route("**/api/tasks/quick-add/", wait)
    await tab.page.keyboard.press("Enter")
    await tab.page.keyboard.type("Bread")
    is_typed.set()
    await expect(box(tab.page)).to_have_value(f"{text}\nBread")
    assert "Milk" not in await added_titles(tab.page)


async def test_addition_without_a_response_is_not_repeated(
    site: WebServer, open_tabs: OpenTabs, watch: Watch
) -> None:
    watch.expect("ERR_FAILED")
    (tab,) = await open_tabs(site.url, 1)

    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await tab.page.route("**/api/tasks/quick-add/", lose_the_answer, times=1)
    await box(tab.page).fill("Oat milk tomorrow")
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible()
    await expect(box(tab.page)).to_have_value("Oat milk tomorrow")
    await tab.page.keyboard.press("Enter")
    await expect(box(tab.page)).to_have_value("")
    await box(tab.page).fill("Rye bread")
    await tab.page.keyboard.press("Enter")
    await expect(tab.page.locator("[data-open-tasks] [data-title]").get_by_text("Rye bread")).to_have_count(1)
    assert (await added_titles(tab.page)).count("Oat milk") == 1


async def test_q_adds_a_task_on_any_page(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    page = tab.page
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("q")
    await expect(box(page)).to_be_focused()

    await tab.open("/accounts/settings/")
    await page.get_by_label("Email address").press_sequentially("q")
    await expect(page.locator("#quick-add")).to_be_hidden()
    await page.evaluate("document.activeElement.blur()")
    await tab.narrow()
    await page.keyboard.press("q")
    typed = page.get_by_role("textbox", name="Task, with its date and tags")
    await expect(typed).to_be_focused()
    await page.keyboard.type("Call Sam #work")
    await expect(marks(page)).to_have_text(["#work"])
    await expect(page.locator("#quick-add")).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Enter")
    await expect(page.locator("#quick-add")).to_contain_text("Added “Call Sam”.")
    await page.keyboard.press("Escape")

    await page.set_viewport_size({"width": 1280, "height": 720})
    await page.get_by_role("button", name="Keyboard shortcuts").click()
    await page.get_by_label("Shortcuts of a single key").uncheck()
    await page.keyboard.press("Escape")
    await page.reload()
    await page.keyboard.press("q")
    await expect(page.locator("#quick-add")).to_be_hidden()
