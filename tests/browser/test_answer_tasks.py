"""Tasks in answers can be ticked there, in every tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from chatbot.models import Run, ToolCall, User
from tests.browser.conftest import MakeRows, OpenTabs
from tests.chatbot.pages.scenes import begin
from tests.factories import RunFactory
from tests.provider.script import Provider, call, calls, says
from tests.services.browser import LOST_CONNECTION, Watch
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from tests.browser.site import ChatTab


def rows(tab: ChatTab) -> Locator:
    return tab.page.locator("[data-log] [data-task]:visible")


async def test_tasks_are_ticked_in_an_answer_and_in_all_tabs(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, watch: Watch
) -> None:
    one, two = await open_tabs(slow_site.url, 2)
    titles = [f"Errand {number}" for number in range(8)]
    adding = [{"title": title, "priority": "high"} for title in titles]
    provider.play(calls(call("add_tasks", tasks=adding)), says("Added."))
    await one.say("Add eight errands")
    await expect(rows(one)).to_have_count(6)
    await two.narrow()
    await two.page.get_by_role("link", name="Show all 8").press("Enter")
    await expect(rows(two)).to_have_count(8)
    await expect(rows(two).nth(6).get_by_role("button")).to_be_focused()

    await rows(two).get_by_role("button", name="Done: Errand 1").press("Enter")
    for tab in (one, two):
        await expect(tab.page.locator("[data-log] [data-task][data-completed]")).to_contain_text("Errand 1")
    await expect(rows(two)).to_have_count(8)
    await expect(rows(two).get_by_role("button", name="Done: Errand 1")).to_be_focused()
    done = one.page.locator("[data-done-tasks]")
    await one.page.locator("[data-done-section] summary").click()
    await expect(done.locator("[data-title]")).to_have_text("Errand 1")
    await rows(two).get_by_role("button", name="Done: Errand 4").press("Enter")
    await expect(done.locator("[data-title]")).to_have_text(["Errand 4", "Errand 1"])

    await rows(two).filter(has_text="Errand 5").locator(".task-priority").click()
    await two.page.locator("#task-popover").get_by_role("button", name="Low").click()
    for tab in (one, two):
        await expect(rows(tab).filter(has_text="Errand 5").locator(".task-priority")).to_have_text("Low")

    errand = one.page.locator("[data-open-tasks] [data-task]", has_text="Errand 2")
    await errand.hover()
    await errand.locator("[data-delete]").click()
    for tab in (one, two):
        await expect(rows(tab).filter(has_text="Errand 2")).to_contain_text("Deleted")

    watch.expect(LOST_CONNECTION)
    await two.page.route("**/complete/", lambda route: route.abort())
    await rows(two).get_by_role("button", name="Done: Errand 3").click()
    await expect(two.page.get_by_role("alert").filter(has_text="cannot be reached")).to_be_in_viewport(
        ratio=1
    )
    await expect(rows(two).filter(has_text="Errand 3")).not_to_have_attribute("data-completed", "")
    await two.assert_fits()


def listed_before_four_answers() -> str:
    run = begin(User.objects.get(username="demo"), "What is open?")
    run.use_tool("call-1")
    run.use_tool("call-2")
    ToolCall.objects.filter(call_id="call-1").update(output={"tasks": [f"Errand {n}" for n in range(99)]})
    conversation = run.succeed().conversation
    for _ in range(3):
        RunFactory.create(conversation=conversation, status=Run.Status.SUCCEEDED, reply__content="Noted.")
    return f"/c/{conversation.pk}/"


async def test_steps_of_an_earlier_turn_are_fetched_when_they_are_opened(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows
) -> None:
    (tab,) = await open_tabs(site.url, 1, await make_rows(listed_before_four_answers))
    await tab.narrow()
    first = tab.page.locator("[data-turn]").first
    await expect(first.locator("[data-call-id]")).to_have_count(0)
    await first.get_by_text("2 steps").click()
    await expect(first.locator("[data-call-id]:visible")).to_have_count(2)
    await first.locator("[data-call-id] summary").first.click()
    await first.get_by_role("link", name="Show all").click()
    await expect(first.locator("[data-excerpt-text]:visible")).to_contain_text("Errand 98")
    await tab.assert_fits()
