"""One task's form in two tabs: neither overwrites unnoticed what the other has saved."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.browser import Watch
from tests.services.web_server import WebServer


async def test_a_form_follows_the_other_tab_and_says_what_both_changed(
    site: WebServer, open_tabs: OpenTabs, watch: Watch
) -> None:
    watch.expect("status of 409")  # the save that is refused
    one, two = await open_tabs(site.url, 2)
    for tab in (one, two):
        await tab.page.locator("[data-open-tasks] [data-title]").first.click()
        await tab.page.locator("#edit").wait_for()
    await two.narrow()
    title = await two.page.get_by_label("Title").input_value()
    await two.page.get_by_label("Title").fill("Water the roses")

    await one.page.get_by_label("Title").fill("Water the tulips")
    await one.page.get_by_label("Priority").select_option("low")
    await one.page.get_by_label("Day", exact=True).fill("2031-03-03")
    await one.page.get_by_role("button", name="Save").click()
    titles = one.page.locator("[data-tasks-page] [data-title]")
    await expect(titles.filter(has_text="Water the tulips")).to_have_count(1)

    await expect(two.page.get_by_role("alert")).to_be_in_viewport(ratio=1)
    await expect(two.page.get_by_role("alert")).to_have_text("Changed in the meantime to “Water the tulips”.")
    await expect(two.page.get_by_label("Priority")).to_have_value("low")
    await expect(two.page.get_by_label("Day", exact=True)).to_have_value("2031-03-03")
    await expect(two.page.get_by_label("Title")).to_have_value("Water the roses")

    await two.page.get_by_role("button", name="Save").click()
    said = f"Changed in the meantime from “{title}” to “Water the tulips” by you, elsewhere."
    await expect(two.page.locator("#id_title_error")).to_have_text(said)
    await expect(titles.filter(has_text="Water the roses")).to_have_count(0)

    await two.page.get_by_role("button", name="Save mine").click()
    await expect(titles.filter(has_text="Water the roses")).to_have_count(1)
