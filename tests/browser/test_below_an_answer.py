"""What stands below an answer: ratings, and suggestions of what to do next."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.web_server import WebServer


async def test_a_rating_is_seen_in_every_tab_and_a_suggestion_is_sent(
    site: WebServer, open_tabs: OpenTabs
) -> None:
    one, two = await open_tabs(site.url, 2)
    await two.narrow()
    await one.say("Add milk")
    await one.until_ended()
    await one.page.get_by_role("button", name="Bad answer").press("Enter")
    comment = one.page.get_by_role("textbox", name="What was wrong?")
    await expect(comment).to_be_focused()
    await comment.fill("Too short")
    await one.page.get_by_role("button", name="Save").click()
    for tab in (one, two):
        await expect(tab.page.locator("[data-feedback] summary")).to_have_text("“Too short”")
        await expect(tab.page.get_by_role("button", name="Bad answer", pressed=True)).to_have_count(1)
    await expect(comment).to_be_hidden()
    await two.page.get_by_role("button", name="Bad answer").click()
    for tab in (one, two):
        await expect(tab.page.locator("[data-feedback]")).to_have_count(0)

    text = "What is due this week?"
    await two.page.get_by_role("button", name=text).click()
    for tab in (one, two):
        await tab.until_ended(runs=2)
        await expect(tab.page.locator("[data-role=user] [data-body]").last).to_have_text(
            "What is due this week?"
        )
        await expect(tab.page.locator("[data-follow-ups]:visible")).to_have_count(1)
    await two.assert_fits()
