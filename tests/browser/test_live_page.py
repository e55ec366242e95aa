"""A tab that followed events shows the same as the page loaded again, element by element, on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from difflib import unified_diff

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.drawing import drawn
from tests.browser.site import LIVE, WORDS, ChatTab, reply_text
from tests.provider.script import Provider, call, calls, refuses, says
from tests.services.browser import new_window
from tests.services.kept_context import leave
from tests.services.web_server import WebServer

# The text of a reply is stored twice a second: a page that is loaded in between has less of it.
LOADS = 3

# A scene yields at each moment at which the pages are compared: one page load serves several.
type Scene = Callable[[ChatTab, Provider], AsyncIterator[None]]


def add(title: str, **fields: object) -> dict[str, object]:
    given = {"description": None, "priority": None, "due_at": None, "tags": None, **fields}
    return calls(call("add_task", title=title, **given))


async def press(tab: ChatTab, name: str) -> None:
    await tab.page.get_by_role("button", name=name, exact=True).first.click()


async def until_state(tab: ChatTab, state: str, count: int = 1) -> None:
    await expect(tab.page.locator(f'[data-call-id][data-state="{state}"]')).to_have_count(count)


async def answers(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    provider.play(says("Nothing **much**."))
    await tab.say("What is new?")
    await tab.until_ended()
    yield
    await press(tab, "Good answer")
    await tab.page.get_by_role("textbox", name="What was good?").wait_for()
    await tab.page.locator("[data-feedback] summary").click()
    await tab.page.mouse.move(0, 0)  # a timeline below the pointer stays open
    yield
    adding = [call("add_task", title=title) for title in ("Salt", "Oats", "Rice")]
    provider.play(calls(call("list_tasks", status="all"), *adding), says("Added."))
    await tab.say("Add salt, oats and rice")
    await tab.until_ended(runs=2)
    timeline, group = tab.page.locator("[data-run] .timeline").last, tab.page.locator("[data-group]")
    await expect(timeline).not_to_have_attribute("open", "")
    await expect(group.locator("[data-group-text]")).to_have_text("Added 3 tasks")
    yield
    await timeline.locator("summary").first.click()
    await group.locator("summary").first.click()
    await expect(group.locator("[data-call-id]:visible")).to_have_count(3)


async def regenerated(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    fields = {"priority": "high", "due_at": "2031-05-06T09:00:00Z", "tags": ["home", "soon"]}
    provider.play(add("Milk", **fields), says("Added."))
    await tab.say("Add milk")
    await tab.until_ended()
    yield
    provider.play(says("Another answer."))
    await press(tab, "Answer again")
    await tab.until_answered(2)
    yield
    await tab.page.get_by_role("link", name="Earlier answer").click()
    await expect(tab.page.get_by_role("group", name="Answer 1 of 2")).to_be_visible()
    yield
    await press(tab, "Undo")
    await expect(tab.page.locator("[data-undone]")).to_have_count(1)
    yield


async def edited(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    provider.play(add("Milk"), says("Added."), says("You are welcome."), add("Tea"), says("Added tea."))
    await tab.say("Add milk")
    await tab.until_ended()
    await tab.say("Thanks")
    await tab.until_ended(runs=2)
    await tab.page.get_by_role("link", name="Edit").first.click()
    await tab.page.get_by_role("textbox", name="Your message").wait_for()
    yield
    await tab.page.get_by_role("textbox", name="Your message").fill("Add tea")
    await tab.page.locator("[data-edit-form]").get_by_role("button", name="Send").click()
    await expect(tab.page.get_by_text("Added tea.")).to_be_visible()
    await tab.until_ended()
    yield
    await tab.page.get_by_role("link", name="Earlier version").click()
    await expect(tab.page.locator("[data-turn]")).to_have_count(2)
    yield


async def steps(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    listing = calls(call("list_tasks", status="all"))
    provider.play(listing, add("Bread"), says("Added."))
    await tab.say("Add bread")
    await tab.until_ended()
    await expect(tab.page.locator("[data-run] .timeline")).not_to_have_attribute("open", "")
    yield
    provider.play(calls(call("complete_task", number=99, completed=True)), says("No."))
    await tab.say("Complete 99")
    await tab.until_ended(runs=2)
    await until_state(tab, "failed")
    yield


async def failure(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    provider.play(add("Milk"), refuses(401))
    await tab.say("Add milk")
    await tab.until_ended("failed")
    yield
    provider.play(says("All good now."))
    await press(tab, "Try again")
    await tab.until_ended()
    yield


async def approval(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    for decision, runs in (("Decline", 1), ("Delete 3 tasks", 2)):
        provider.play(calls(call("delete_tasks", numbers=[1, 2, 3])), says("As you say."))
        await tab.say("Delete all of them")
        await tab.page.locator("[data-approval]").wait_for()
        yield
        await press(tab, decision)
        await tab.until_ended(runs=runs)
        yield


async def question(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    asked = call("ask_user", question="Which one?", options=["Milk", "Bread"])
    for answer, runs in (("Milk", 1), ("Skip the question", 2)):
        provider.play(calls(asked), says("As you say."))
        await tab.say("Add it")
        await tab.page.locator("[data-question]").wait_for()
        yield
        await press(tab, answer)
        await tab.until_ended(runs=runs)
        yield


async def queue(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    provider.play(says(*WORDS, hold=15), says("Second answer."))
    await tab.say("First")
    await expect(reply_text(tab)).to_contain_text("word13")
    await tab.say("Second")
    await tab.say("Third")
    await expect(tab.page.get_by_text("Waiting · 2 before it")).to_be_visible()
    yield
    await tab.page.get_by_role("button", name="Withdraw").last.click()
    await expect(tab.page.locator('[data-role=user][data-state="withdrawn"]')).to_have_count(1)
    await tab.page.get_by_role("textbox", name="Message to Lockstep").fill("")
    yield
    provider.release()


async def stopped(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    """In the middle of the reply, and before its first word."""
    provider.play(
        says(*WORDS[:20], then="stall", stop_after=12),
        add("Milk"),
        says("and so on", then="stall", stop_after=1),
    )
    await tab.say("Tell me everything")
    await expect(reply_text(tab)).to_contain_text("word10")
    await press(tab, "Stop")
    await tab.until_ended("cancelled")
    yield
    await tab.say("Add milk")
    await expect(tab.page.locator("[data-call-id] [data-text]")).to_have_text("Added ‘Milk’")
    await press(tab, "Stop")
    await tab.until_ended("cancelled", runs=2)
    yield


async def undone(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    provider.play(add("Milk"), add("Bread"), says("Added."))
    await tab.say("Add milk and bread")
    await tab.until_ended()
    await expect(tab.page.locator("[data-run] .timeline")).not_to_have_attribute("open", "")
    await press(tab, "Undo all")
    await expect(tab.page.locator("[data-undone]")).to_have_count(2)
    await expect(tab.page.locator("[data-run-undone]")).to_have_text("Undone")
    await expect(reply_text(tab)).to_have_css("text-decoration-line", "line-through")
    yield
    provider.play(add("Salt"), add("Oats"), says("Added."))
    await tab.say("Add salt and oats")
    await tab.until_ended(runs=2)
    run = tab.page.locator("[data-run]").last
    await expect(run.locator(".timeline")).not_to_have_attribute("open", "")
    await run.locator("summary").first.click()
    await press(tab, "Undo")
    await expect(tab.page.locator("[data-undone]")).to_have_count(3)
    await run.locator("summary").first.click()
    yield


async def tasks_changed(tab: ChatTab, provider: Provider) -> AsyncIterator[None]:
    """By the person: one added, one done, one deleted."""
    provider.play(says("Hello."))
    await tab.say("Hello")
    await tab.until_ended()
    page = tab.page
    await page.get_by_label("New task").fill("Call Anna tomorrow at 9 #home !high")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-open-tasks]")).to_contain_text("Call Anna")
    await page.get_by_role("button", name="Done: Water the plants").click()
    await expect(page.locator("[data-done-count]")).to_have_text("1")
    await page.locator("[data-task]", has_text="Book train").hover()
    await page.locator("[data-task]", has_text="Book train").locator("[data-delete]").click()
    await expect(page.locator("[data-open-tasks]")).not_to_contain_text("Book train")
    yield


SCENES: tuple[Scene, ...] = (
    answers,
    regenerated,
    edited,
    steps,
    failure,
    approval,
    question,
    queue,
    stopped,
    undone,
    tasks_changed,
)


async def assert_equals_reloaded(tab: ChatTab, phone: ChatTab) -> None:
    for _ in range(LOADS):
        await phone.page.goto(tab.page.url)
        await expect(phone.page.locator(LIVE)).to_be_visible()
        difference = list(unified_diff(await drawn(phone.page), await drawn(tab.page), "reloaded", "live"))
        if not difference:
            break
    assert "\n".join(difference) == ""
    await phone.assert_fits()
    await leave(phone.page)  # it would follow the rest, too


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_live_page_equals_the_reloaded_page(
    scene: Scene, slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    (tab,) = await open_tabs(slow_site.url, 1)
    phone = ChatTab(await new_window(tab.page.context), tab.url)
    await phone.narrow()
    async for _ in scene(tab, provider):
        await assert_equals_reloaded(tab, phone)
