"""A proposal that is changed on a desktop and on a phone before it is approved."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.drawing import drawn
from tests.browser.plan_tabs import PlanTab
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

GOAL = "Prepare the team offsite in June: venue, travel, agenda"
VENUE, AGENDA = "Venue for the team offsite", "Agenda for the team offsite"


async def test_tasks_and_wishes_change_it_in_all_tabs(site: WebServer, new_context: NewContext) -> None:
    small = await new_context(viewport={"width": 375, "height": 700}, has_touch=True, is_mobile=True)
    wide = await new_context(viewport={"width": 1440, "height": 900})
    desktop, phone = [PlanTab(await context.new_page(), site.url) for context in (wide, small)]
    for tab in (desktop, phone):
        await tab.use_session()
    path = await desktop.make(GOAL)
    await phone.open(path)
    titles = "[data-proposed-title]"
    for tab in (desktop, phone):
        await expect(tab.page.locator(titles)).to_have_count(3)

    await desktop.page.locator(titles).nth(1).click()
    form = desktop.page.get_by_role("form", name="Change Travel for the team offsite")
    await form.get_by_label("Title").fill("Book the bus")
    await form.get_by_label("Due").fill("2030-06-03")
    await form.get_by_role("button", name="Save").click()
    for tab in (desktop, phone):
        await expect(tab.page.locator(titles)).to_have_text([VENUE, "Book the bus", AGENDA])
        await expect(tab.page.locator("[data-proposed-due]").nth(1)).to_have_text("Mon 3 Jun 2030")
    await expect(form).to_be_hidden()
    await expect(desktop.page.locator("#task-4-1")).to_be_focused()

    await phone.page.locator(titles).last.tap()
    await phone.button("Remove").last.tap()
    for tab in (desktop, phone):
        await expect(tab.page.locator(titles)).to_have_text([VENUE, "Book the bus"])
    await phone.page.get_by_text("Change the plan…").tap()
    await phone.page.get_by_label("All by").fill("2030-06-07")
    await phone.button("Propose again").tap()
    for tab in (desktop, phone):
        await expect(tab.page.locator("[data-proposed-due]").nth(1)).to_have_text("Fri 7 Jun 2030")
    await phone.page.get_by_text("Change the plan…").tap()
    await phone.button("Only two steps").tap()
    for tab in (desktop, phone):
        await expect(tab.page.locator("[data-step-id]")).to_have_count(2)
        await expect(tab.page.locator("[data-answer]")).to_contain_text("Left out 3 steps")
        await expect(tab.page.locator("[data-answer] a")).to_have_text("Edit it yourself")
    await phone.assert_fits()

    await phone.button("Approve").tap()
    for tab in (desktop, phone):
        await tab.until("Completed")
        await expect(tab.page.locator("[data-announce]")).to_have_text("Plan completed. 2 tasks added.")
        await expect(tab.page.locator("#plan-created [data-title]")).to_have_text([VENUE, "Book the bus"])
    loaded = await desktop.another(path)
    assert await drawn(desktop.page, "[data-plan-body]") == await drawn(loaded.page, "[data-plan-body]")

    await phone.button("Run it again").tap()
    await phone.until("Waiting for approval")
    await expect(phone.page.locator("[data-step-id]")).to_have_count(2)
