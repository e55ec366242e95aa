"""Tasks are put in an order of one's own with keys, a pointer and buttons, live in another tab."""

from __future__ import annotations

from playwright.async_api import expect

from chatbot.domain.tasks.commands import add_task, update_task
from chatbot.domain.tasks.lists import add_list
from chatbot.models import Task, User
from tests.browser.conftest import MakeRows, OpenTabs
from tests.services.web_server import WebServer


async def test_tasks_are_moved_with_keys_a_pointer_and_buttons(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows
) -> None:
    def some() -> str:
        demo = User.objects.get(username="demo")
        place = add_list(demo, name="Ordered")
        for title in ("one", "two", "three", "four"):
            add_task(demo, title=title, list=place)
        return str(place.pk)

    place = await make_rows(some)
    tab, other = await open_tabs(site.url, 2)
    for shown in (tab.page, other.page):
        await shown.goto(f"{site.url}/tasks/?list={place}&sort=mine")
    page = tab.page
    titles = "[data-task-list] [data-title]"

    async def expect_order(*expected: str) -> None:
        for shown in (page, other.page):
            await expect(shown.locator(titles)).to_have_text(expected)

    await page.locator(titles).nth(2).focus()
    await page.keyboard.press("Alt+ArrowUp")
    await expect_order("one", "three", "two", "four")
    await expect(page.get_by_role("link", name="three", exact=True)).to_be_focused()

    # A change elsewhere neither ends a drag nor moves a row below the pointer.
    rows = page.locator("[data-task-list] [data-task]")
    await rows.nth(3).hover(position={"x": 200, "y": 4})
    await page.mouse.down()
    await make_rows(lambda: rename("two", "second"))
    await expect_order("one", "three", "second", "four")
    await rows.nth(0).hover(position={"x": 200, "y": 10})
    await make_rows(lambda: rename("one", "first"))
    await expect(other.page.locator(titles)).to_have_text(["first", "three", "second", "four"])
    await rows.nth(0).hover(position={"x": 200, "y": 4})
    await expect(page.locator(titles)).to_have_text(["one", "three", "second", "four"])
    await page.mouse.up()
    await expect_order("four", "first", "three", "second")

    await page.set_viewport_size({"width": 375, "height": 740})
    await page.get_by_role("button", name="Move down: four").click()
    await expect_order("first", "four", "three", "second")


def rename(title: str, new: str) -> None:
    task = Task.objects.get(list__name="Ordered", title=title)
    update_task(task.owner, task.pk, title=new)
