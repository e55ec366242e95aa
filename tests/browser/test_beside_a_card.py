"""A message while a card is pending: it is answered at once in both tabs, and the card is decided later."""

from __future__ import annotations

from playwright.async_api import expect

from chatbot.domain.tasks.commands import add_task
from chatbot.models import User
from tests.browser.conftest import MakeRows, OpenTabs
from tests.browser.site import ChatTab
from tests.browser.test_decisions import button, card, composer
from tests.services.web_server import WebServer

GOAL = "Prepare the team offsite in June: venue, travel, agenda"


async def shown(tab: ChatTab) -> tuple[list[str], list[str], list[str]]:
    return await tab.messages(), await tab.steps(), await tab.tasks()


def nine_more() -> None:
    demo = User.objects.get(username="demo")
    for number in range(9):
        add_task(demo, title=f"Errand {number}")


async def test_message_beside_a_card_is_answered_and_the_card_approved_later(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows
) -> None:
    await make_rows(nine_more)
    one, two = await open_tabs(site.url, 2)
    await two.narrow()
    await one.say("Delete all my tasks")
    await card(two).wait_for()
    await one.say("yes")
    for tab in (one, two):
        await tab.until_ended()
        await expect(card(tab)).to_have_count(1)
        await expect(tab.page.locator("[data-turn]").last).to_contain_text("is still waiting for you")
        await expect(button(tab, "Stop")).to_be_visible()  # which would stop the waiting run
        await expect(tab.page.locator('[data-badge="asking"]')).to_have_count(1)
        await tab.assert_fits()
    await expect(two.page.locator("[data-approval-tasks] li")).to_have_count(8)
    await two.page.get_by_text("and 4 more").click()
    await expect(two.page.locator("[data-approval-others] li:visible")).to_have_count(4)
    await two.assert_fits()
    await button(two, "Delete 12 tasks").click()
    for tab in (one, two):
        await tab.until_ended(runs=2)
        await expect(tab.page.locator('[data-badge="asking"]')).to_have_count(0)
        assert await tab.tasks() == []
        await tab.assert_fits()
    messages = await one.messages()
    assert [messages[0], messages[2]] == ["Delete all my tasks", "yes"]
    assert await shown(two) == await shown(one)
    live = await shown(one)
    await one.page.reload()
    await one.until_live()
    assert await shown(one) == live


async def test_typed_option_answers_the_question(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    await two.narrow()
    await one.say(GOAL)
    for tab in (one, two):
        await expect(button(tab, "Just add a task")).to_be_in_viewport(ratio=1)
        await tab.assert_fits()
    await one.say("just add a task!")
    for tab in (one, two):
        await tab.until_ended()
        await expect(tab.page.locator("[data-turn]")).to_have_count(1)
        await expect(tab.page.locator("[data-decision]").first).to_have_text("Answered by you")
        added = tab.page.locator("[data-open-tasks] [data-title]", has_text="Prepare the team offsite")
        await expect(added).to_have_text("Prepare the team offsite")
        await tab.assert_fits()
    await expect(composer(one)).to_have_value("")
    live = await shown(one)
    await one.page.reload()
    await one.until_live()
    assert await shown(one) == live

    await one.say("Prepare the summer party in July: venue, food, music")
    await button(two, "Make a plan").click()
    plan = "[data-turn]:last-of-type [data-plan]"
    for tab in (one, two):
        await expect(tab.page.locator(plan)).to_contain_text("Waiting for approval")
        await tab.assert_fits()
    await two.page.locator(plan).get_by_role("button", name="Approve").click()
    for tab in (one, two):
        await expect(tab.page.locator(plan)).to_contain_text("Completed")
        await expect(tab.page.locator(plan).get_by_role("progressbar")).to_be_visible()
