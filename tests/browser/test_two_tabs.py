"""The main scenario: send a message in one tab, and follow it in both."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer


async def test_both_tabs_follow_a_request_without_a_reload(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    await one.say("Add a task to buy groceries")
    for tab in (one, two):
        await tab.until_ended()
        assert await tab.steps() == ["done: Added ‘buy groceries’"]
        assert await tab.messages() == ["Add a task to buy groceries", "Added #4 buy groceries."]
        await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("buy groceries")
    assert one.events == two.events
    assert [event["seq"] for event in one.events] == list(range(4, 4 + len(one.events)))
    assert two.types() == [
        "conversation_updated",
        "message_created",
        "run_queued",
        "agent_thinking",
        "tool_starting",
        "task_created",
        "tool_complete",
        "agent_thinking",
        "message_created",
        "message_complete",
        "agent_done",
    ]


async def test_reload_shows_what_was_live(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    await tab.say("Add milk and eggs, then mark task 1 as done")
    await tab.until_ended()
    live = await tab.steps(), await tab.messages(), await tab.tasks()
    rail = await tab.page.locator(".step").first.evaluate("e => getComputedStyle(e, '::before').inlineSize")
    assert rail == "2px"
    await tab.page.reload()
    await tab.until_live()
    assert (await tab.steps(), await tab.messages(), await tab.tasks()) == live


async def test_edit_in_the_admin_shows_in_open_tabs(
    site: WebServer, open_tabs: OpenTabs, new_context: NewContext
) -> None:
    (tab,) = await open_tabs(site.url, 1)
    admin = await (await new_context()).new_page()
    await admin.goto(f"{site.url}/admin/chatbot/task/")
    await admin.get_by_label("Username").fill("admin")
    await admin.get_by_label("Password", exact=True).fill("admin")
    await admin.get_by_role("button", name="Sign in").click()
    await admin.get_by_role("link", name="Water the plants").click()
    await admin.get_by_label("Title").fill("Water the garden")
    await admin.get_by_role("button", name="Save", exact=True).click()
    await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("Water the garden")


async def test_task_panel_changes_in_every_tab(site: WebServer, open_tabs: OpenTabs) -> None:
    one, two = await open_tabs(site.url, 2)
    await one.page.get_by_label("New task").fill("Ring the bell")
    await one.page.keyboard.press("Enter")
    await expect(two.page.locator("[data-open-tasks]")).to_contain_text("Ring the bell")
    await two.page.get_by_role("button", name="Done: Water the plants").click()
    await expect(one.page.locator("[data-open-tasks]")).not_to_contain_text("Water the plants")
    await expect(one.page.locator("[data-done-count]")).to_have_text("1")


async def test_examples_of_the_help_fill_the_composer(site: WebServer, open_tabs: OpenTabs) -> None:
    (tab,) = await open_tabs(site.url, 1)
    await tab.say("help")
    await tab.until_ended()
    box = tab.page.get_by_role("textbox", name="Message to Lockstep")
    await tab.page.get_by_role("link", name="what's overdue?").click()
    await expect(box).to_have_value("what's overdue?")
    await expect(box).to_be_focused()
    await tab.page.get_by_role("link", name="show my tasks").click()
    await expect(box).to_have_value("show my tasks")
    await box.press_sequentially(" please")
    await tab.page.get_by_role("link", name="what's overdue?").click()
    await expect(box).to_have_value("show my tasks please")
    await tab.page.keyboard.press("Enter")
    await tab.until_ended(runs=2)


async def test_two_people_get_no_events_of_each_other(
    site: WebServer, open_tabs: OpenTabs, new_context: NewContext
) -> None:
    (mine,) = await open_tabs(site.url, 1)
    stranger = await (await new_context()).new_page()
    frames: list[str | bytes] = []
    stranger.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    await stranger.goto(f"{site.url}/")
    await stranger.get_by_label("Username").fill("admin")
    await stranger.get_by_label("Password", exact=True).fill("admin")
    await stranger.get_by_role("button", name="Sign in").click()
    await stranger.locator('[data-connection][data-state="live"]').wait_for()
    await mine.say("Add a secret task")
    await mine.until_ended()
    await expect(stranger.locator("[data-open-tasks]")).not_to_contain_text("secret")
    assert not [frame for frame in frames if "secret" in str(frame)]
