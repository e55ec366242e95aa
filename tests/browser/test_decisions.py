"""Two tabs: a decision in one of them appears in the other at once."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Locator, Route, expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import WORDS, ChatTab, reply_text
from tests.provider.script import Provider, call, calls, says
from tests.services.browser import Watch
from tests.services.web_server import WebServer

REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"
TITLES = ["Call the dentist", "Book train to Lisbon", "Water the plants"]


def add(title: str, after: int) -> dict[str, Any]:
    fields = {"description": None, "priority": None, "due_at": None, "tags": None}
    return calls(call("add_task", title=title, **fields), after=after)


def delete_these(*numbers: int) -> dict[str, Any]:
    return calls(call("delete_tasks", numbers=list(numbers)), after=0)


DELETE_ALL = calls(call("delete_all_tasks", status="all"), after=0)


def card(tab: ChatTab) -> Locator:
    return tab.page.locator("[data-approval]")


def step(tab: ChatTab, state: str) -> Locator:
    return tab.page.locator(f'[data-call-id][data-state="{state}"]')


def button(tab: ChatTab, name: str) -> Locator:
    return tab.page.get_by_role("button", name=name, exact=True)


def approve(tab: ChatTab) -> Locator:
    return tab.page.locator("[data-approve]")


def composer(tab: ChatTab) -> Locator:
    return tab.page.get_by_role("textbox", name="Message to Lockstep")


async def test_approval_can_be_narrowed(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, watch: Watch
) -> None:
    watch.expect(REFUSED)
    provider.play(delete_these(1, 2, 3), says("Two are gone.", after=1))
    one, two = await open_tabs(slow_site.url, 2)
    await two.narrow()
    await one.say("Delete these three")
    await expect(approve(two)).to_be_in_viewport()
    await two.assert_fits()
    for left in (2, 1, 0):
        await card(one).get_by_role("checkbox").nth(left).uncheck()
        await expect(approve(one)).to_have_text("Delete 1 task" if left == 1 else f"Delete {left} tasks")
    await approve(one).click()
    await expect(one.page.locator("[data-call-id] [data-problem]")).to_contain_text("Tick at least one task")
    await card(one).get_by_label("#1 Call the dentist").check()
    await expect(approve(one)).to_have_text("Delete 1 task")
    await card(two).get_by_label("#2 Book train to Lisbon").uncheck()
    await expect(approve(two)).to_have_text("Delete 2 tasks")
    await approve(two).click()
    for tab in (one, two):
        await tab.until_ended()
        assert await tab.steps() == ["done: Deleted 2 tasks"]
        assert await tab.tasks() == ["Book train to Lisbon"]


async def test_letters_decide_while_nothing_is_typed(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    deletes = calls(call("delete_all_tasks", status="all"))
    provider.play(deletes, says("I left them."), deletes, says("All gone."))
    (tab,) = await open_tabs(slow_site.url, 1)
    for key, decision in (("d", "Declined by you"), ("a", "Approved by you")):
        await tab.say("Delete all my tasks")
        await card(tab).wait_for()
        await composer(tab).press_sequentially("add")
        await expect(card(tab)).to_be_visible()
        await composer(tab).fill("")
        await composer(tab).blur()
        await tab.page.keyboard.press(key)
        await expect(tab.page.locator("[data-decision]").last).to_have_text(decision)
        await tab.until_ended(runs=1 if key == "d" else 2)
        await tab.narrow()


# The distance between the log and the message below it, in pixels.
LEAST_GAP = """
() => Math.min(...[...document.querySelectorAll("[data-log] > .turn + .turn")].map((turn) => {
  const lines = turn.previousElementSibling.querySelectorAll(".step-line, [data-body]:not(:empty)");
  return turn.getBoundingClientRect().top - [...lines].at(-1).getBoundingClientRect().bottom;
}))
"""


async def test_messages_are_queued_and_can_be_withdrawn(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    provider.play(says(*WORDS, hold=15), says("Second answer."))
    one, two = await open_tabs(slow_site.url, 2)
    await two.narrow()
    await one.say("First")
    await expect(reply_text(one)).to_contain_text("word1")
    await one.say("Second")
    await one.say("Third")
    for tab in (one, two):
        waiting = tab.page.locator("[data-run][data-status=queued] [data-waiting-text]")
        await expect(waiting).to_have_text(["Waiting · 1 before it", "Waiting · 2 before it"])
        await expect(tab.page.get_by_text("Third", exact=True)).to_be_in_viewport(ratio=1)
    await expect(button(one, "Withdraw")).to_have_count(2)  # each a moment after its line
    assert await one.page.evaluate(LEAST_GAP) > 20
    await button(one, "Withdraw").last.click()
    for tab in (one, two):
        await expect(tab.page.locator("[data-turn]").last.locator("[data-message-state]").first).to_have_text(
            "Withdrawn"
        )
    await expect(composer(one)).to_have_value("Third")
    await expect(composer(two)).to_have_value("")
    await two.say("Fourth")
    await composer(two).fill("Something else")  # which a withdrawn message does not overwrite
    await expect(button(two, "Withdraw")).to_have_count(2)
    await button(two, "Withdraw").last.click()
    for tab in (one, two):
        await expect(tab.page.locator('[data-role=user][data-state="withdrawn"]')).to_have_count(2)
    await expect(composer(two)).to_have_value("Something else")
    provider.release()
    for tab in (one, two):
        await tab.until_ended(runs=2)
        assert (await tab.messages())[2:] == ["Second", "Second answer.", "Third", "Fourth"]
        await tab.assert_fits()


async def test_messages_sent_in_quick_succession_keep_their_order_in_one_chat(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    provider.play(says("One."), says("Two."))
    (tab,) = await open_tabs(slow_site.url, 1)
    both_written = asyncio.Event()

    async def hold(route: Route) -> None:
        await both_written.wait()
        await route.continue_()

    await tab.page.route("**/api/chat", hold)
    await tab.say("First")
    await tab.say("Second")
    await expect(tab.page.get_by_text("Second", exact=True)).to_be_visible()
    both_written.set()
    await tab.until_ended(runs=2)
    assert await tab.messages() == ["First", "One.", "Second", "Two."]


async def test_messages_sent_while_an_answer_is_written_stay_in_sight(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    (tab,) = await open_tabs(slow_site.url, 1)
    await tab.narrow()
    provider.play(says(*(f"line{number}\n\n" for number in range(40)), hold=3), says("Two."), says("Three."))
    await tab.say("First")
    await expect(reply_text(tab)).to_contain_text("line1")
    for message in ("Second", "Third"):
        await tab.say(message)
    provider.release()
    last = tab.page.locator("[data-turn]").last
    await expect(last).to_contain_text("Three.")
    await expect(last.get_by_text("Third")).to_be_in_viewport()
    await tab.assert_fits()


async def test_answers_of_a_message_are_paged(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    provider.play(add("Milk", 0), says("One answer.", after=1))
    one, two = await open_tabs(slow_site.url, 2)
    await one.say("Add milk")
    await one.until_ended()
    provider.play(says("Another answer.", after=1))
    await two.narrow()
    await button(two, "Answer again").click()
    for tab in (one, two):
        await tab.until_answered(2)
        assert await tab.messages() == ["Add milk", "Another answer."]
        assert await tab.steps() == ["done: Added ‘Milk’"]
        await expect(button(tab, "Answer again")).to_have_count(1)
        await expect(tab.page.locator("[data-model]")).to_have_text(provider.model)
        await tab.assert_fits()
        assert (await tab.tasks()).count("Milk") == 1
    earlier = one.page.get_by_role("link", name="Earlier answer")
    await earlier.press("Enter")
    await expect(one.page.get_by_role("group", name="Answer 1 of 2")).to_be_visible()
    await expect(earlier).to_be_focused()
    assert await one.messages() == ["Add milk", "One answer."]
    await one.page.reload()
    assert await one.messages() == ["Add milk", "One answer."]
    await one.until_live()
    # The next answer is shown in every tab, whichever it showed before.
    provider.play(says("A third.", after=1))
    await button(two, "Answer again").click()
    for tab in (one, two):
        await tab.until_answered(3)
        assert await tab.messages() == ["Add milk", "A third."]


async def test_undo_is_seen_in_both_tabs(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, watch: Watch
) -> None:
    watch.expect(REFUSED)
    provider.play(add("Milk", 0), add("Bread", 1), add("Salt", 2), says("Added.", after=3))
    one, two = await open_tabs(slow_site.url, 2)
    await one.say("Add milk, bread and salt")
    for tab in (one, two):
        await tab.until_ended()
        await expect(tab.page.locator("[data-run] .timeline")).not_to_have_attribute("open", "")
        await tab.page.locator("[data-run] summary").first.click()
    await button(one, "Undo").first.click()
    for tab in (one, two):
        await expect(tab.page.locator("[data-undone] [data-state-word]")).to_have_text(["Undone"])
        await expect(tab.page.locator("[data-open-tasks] [data-title]")).to_have_text(
            [*TITLES, "Bread", "Salt"]
        )
    await two.page.locator("[data-open-tasks]").get_by_role("button", name="Done: Salt").click()
    await expect(one.page.locator("[data-open-tasks]")).not_to_contain_text("Salt")
    await one.narrow()
    await button(one, "Undo").last.click()
    problem = one.page.locator("[data-call-id] [data-problem]").last
    await expect(problem).to_contain_text("was changed since")
    await expect(problem).to_be_in_viewport(ratio=1)
    await one.assert_fits()
