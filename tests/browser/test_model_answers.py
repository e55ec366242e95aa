"""What people see of an answer beside its text: that the model is thinking, and that it was cut off."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import reply_text
from tests.provider.script import Provider, says
from tests.services.web_server import WebServer


async def test_thinking_is_collapsed_and_a_cut_answer_is_continued(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    thoughts = {"reasoning_content": ["One, ", "two, ", "three."]}
    provider.play(says("Three th", thinking=thoughts, finish="length", pause=0.3), says("ings."))
    (tab,) = await open_tabs(slow_site.url, 1)
    await tab.say("Count")
    fold = tab.page.locator("[data-thoughts]").last
    await expect(fold.get_by_text("Thinking")).to_be_visible(timeout=30_000)
    await expect(fold.locator("[data-thoughts-text]")).to_contain_text("One, ")
    await expect(reply_text(tab)).to_have_text("Three th")
    await expect(fold).to_be_hidden()
    await expect(tab.page.get_by_text("Cut off")).to_be_visible()
    await tab.page.get_by_role("button", name="Continue").click()
    await expect(reply_text(tab)).to_have_text("ings.")
