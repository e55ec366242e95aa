"""A tab that followed events shows the same as the page loaded again, element by element."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from difflib import unified_diff

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.drawing import drawn
from tests.browser.site import LIVE, WORDS, ChatTab, reply_text
from tests.provider.script import Provider, call, calls, refuses, says
from tests.services.browser import Watch
from tests.services.web_server import WebServer

# The text of a reply is stored twice a second: a page that is loaded in between has less of it.
LOADS = 3

type Scene = Callable[[ChatTab, Provider], Awaitable[None]]


def add(title: str, after: int = 0, **fields: object) -> dict[str, object]:
    given = {"description": None, "priority": None, "due_at": None, "tags": None, **fields}
    return calls(call("add_task", title=title, **given), after=after)


async def press(tab: ChatTab, name: str) -> None:
    await tab.page.get_by_role("button", name=name, exact=True).first.click()


async def until_state(tab: ChatTab, state: str, count: int = 1) -> None:
    await expect(tab.page.locator(f'[data-call-id][data-state="{state}"]')).to_have_count(count)


async def answered(tab: ChatTab, provider: Provider) -> None:
    provider.play(says("Nothing **much**.", after=0))
    await tab.say("What is new?")
    await tab.until_ended()


async def with_a_step(tab: ChatTab, provider: Provider) -> None:
    fields = {"priority": "high", "due_at": "2031-05-06T09:00:00Z", "tags": ["home", "soon"]}
    provider.play(add("Milk", **fields), says("Added.", after=1))
    await tab.say("Add milk")
    await tab.until_ended()


async def with_steps(tab: ChatTab, provider: Provider) -> None:
    listing = calls(call("list_tasks", status="all"), after=0)
    provider.play(listing, add("Bread", 1), says("Added.", after=2))
    await tab.say("Add bread")
    await tab.until_ended()
    await expect(tab.page.locator("[data-run] .timeline")).not_to_have_attribute("open", "")


async def with_a_failed_step(tab: ChatTab, provider: Provider) -> None:
    provider.play(calls(call("complete_task", number=99, completed=True), after=0), says("No.", after=1))
    await tab.say("Complete 99")
    await tab.until_ended()
    await until_state(tab, "failed")


async def two_turns(tab: ChatTab, provider: Provider) -> None:
    await answered(tab, provider)
    provider.play(add("Salt"), says("Added.", after=1))
    await tab.say("Add salt")
    await tab.until_ended(runs=2)


async def failed(tab: ChatTab, provider: Provider) -> None:
    provider.play(add("Milk"), refuses(401))
    await tab.say("Add milk")
    await tab.until_ended("failed")


async def failed_and_tried_again(tab: ChatTab, provider: Provider) -> None:
    await failed(tab, provider)
    provider.play(says("All good now.", after=1))
    await press(tab, "Try again")
    await tab.until_ended()


async def asking(tab: ChatTab, provider: Provider) -> None:
    provider.play(calls(call("delete_tasks", numbers=[1, 2, 3]), after=0), says("They are gone.", after=1))
    await tab.say("Delete all of them")
    await tab.page.locator("[data-approval]").wait_for()


async def approved(tab: ChatTab, provider: Provider) -> None:
    await asking(tab, provider)
    await press(tab, "Delete 3 tasks")
    await tab.until_ended()


async def declined(tab: ChatTab, provider: Provider) -> None:
    await asking(tab, provider)
    await press(tab, "Decline")
    await tab.until_ended()


async def a_question(tab: ChatTab, provider: Provider) -> None:
    question = call("ask_user", question="Which one?", options=["Milk", "Bread"])
    provider.play(calls(question, after=0), says("As you say.", after=1))
    await tab.say("Add it")
    await tab.page.locator("[data-question]").wait_for()


async def a_question_answered(tab: ChatTab, provider: Provider) -> None:
    await a_question(tab, provider)
    await press(tab, "Milk")
    await tab.until_ended()


async def a_question_skipped(tab: ChatTab, provider: Provider) -> None:
    await a_question(tab, provider)
    await press(tab, "Skip the question")
    await tab.until_ended()


async def waiting_in_a_row(tab: ChatTab, provider: Provider) -> None:
    provider.play(says(*WORDS, hold=15), says("Second answer."))
    await tab.say("First")
    await expect(reply_text(tab)).to_contain_text("word13")
    await tab.say("Second")
    await tab.say("Third")
    await expect(tab.page.get_by_text("Waiting · 2 before it")).to_be_visible()


async def withdrawn(tab: ChatTab, provider: Provider) -> None:
    await waiting_in_a_row(tab, provider)
    await tab.page.get_by_role("button", name="Withdraw").last.click()
    await expect(tab.page.locator('[data-role=user][data-state="withdrawn"]')).to_have_count(1)
    await tab.page.get_by_role("textbox", name="Message to Lockstep").fill("")


async def stopped_in_mid_reply(tab: ChatTab, provider: Provider) -> None:
    provider.play(says(*WORDS[:20], then="stall", stop_after=12))
    await tab.say("Tell me everything")
    await expect(reply_text(tab)).to_contain_text("word10")
    await press(tab, "Stop")
    await tab.until_ended("cancelled")


async def answered_again(tab: ChatTab, provider: Provider) -> None:
    await with_a_step(tab, provider)
    provider.play(says("Another answer.", after=1))
    await press(tab, "Answer again")
    await tab.until_ended(runs=2)


async def one_step_undone(tab: ChatTab, provider: Provider) -> None:
    provider.play(add("Milk"), add("Bread", 1), says("Added.", after=2))
    await tab.say("Add milk and bread")
    await tab.until_ended()
    await expect(tab.page.locator("[data-run] .timeline")).not_to_have_attribute("open", "")
    await tab.page.locator("[data-run] summary").first.click()
    await press(tab, "Undo")
    await expect(tab.page.locator("[data-undone]")).to_have_count(1)
    await tab.page.locator("[data-run] summary").first.click()


async def all_undone(tab: ChatTab, provider: Provider) -> None:
    provider.play(add("Milk"), add("Bread", 1), says("Added.", after=2))
    await tab.say("Add milk and bread")
    await tab.until_ended()
    await expect(tab.page.locator("[data-run] .timeline")).not_to_have_attribute("open", "")
    await press(tab, "Undo all")
    await expect(tab.page.locator("[data-undone]")).to_have_count(2)


async def tasks_changed(tab: ChatTab, provider: Provider) -> None:
    """By the person: one added, one done, one deleted."""
    await answered(tab, provider)
    page = tab.page
    await page.get_by_label("New task").fill("Call Anna tomorrow at 9 #home !high")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-open-tasks]")).to_contain_text("Call Anna")
    await page.get_by_role("button", name="Done: Water the plants").click()
    await expect(page.locator("[data-done-count]")).to_have_text("1")
    await page.locator("[data-task-id]", has_text="Book train").hover()
    await page.locator("[data-task-id]", has_text="Book train").locator("[data-delete]").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(page.locator("[data-open-tasks]")).not_to_contain_text("Book train")


SCENES: tuple[Scene, ...] = (
    answered,
    with_a_step,
    with_steps,
    with_a_failed_step,
    two_turns,
    failed,
    failed_and_tried_again,
    asking,
    approved,
    declined,
    a_question,
    a_question_answered,
    a_question_skipped,
    waiting_in_a_row,
    withdrawn,
    stopped_in_mid_reply,
    answered_again,
    one_step_undone,
    all_undone,
    tasks_changed,
)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_live_page_equals_the_reloaded_page(
    scene: Scene, slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, watch: Watch
) -> None:
    (tab,) = await open_tabs(slow_site.url, 1)
    await scene(tab, provider)
    other = await tab.page.context.new_page()
    for _ in range(LOADS):
        await other.goto(tab.page.url)
        await expect(other.locator(LIVE)).to_be_visible()
        difference = list(unified_diff(await drawn(other), await drawn(tab.page), "reloaded", "live"))
        if not difference:
            break
    assert "\n".join(difference) == ""
    provider.release()
