"""A reminder appears in every open tab, also over the chat, and is dismissed there without leaving it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.services.web_server import WebServer

ADD = """async (due) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const body = JSON.stringify({ title: "Call mum", due_at: due, reminders: [1] });
  return (await fetch("/api/tasks/", { method: "POST", headers, body })).status;
}"""


async def test_a_reminder_reaches_every_tab(site: WebServer, open_tabs: OpenTabs) -> None:
    chat, tasks = await open_tabs(site.url, 2)
    await tasks.open("/tasks/")
    await chat.narrow()
    due = datetime.now(UTC) + timedelta(seconds=62)
    assert await chat.page.evaluate(ADD, due.isoformat()) == 201
    reminders = [tab.page.locator("#reminders form") for tab in (chat, tasks)]
    for reminder in reminders:
        await expect(reminder).to_contain_text("Call mum is due", timeout=30_000)
        await expect(reminder).to_be_in_viewport(ratio=1)

    composer = chat.page.get_by_role("textbox", name="Message to Lockstep")
    await composer.fill("A draft")
    await chat.page.get_by_role("button", name="Dismiss this reminder").click()
    for reminder in reminders:
        await expect(reminder).to_have_count(0)
    await expect(composer).to_have_value("A draft")
    await chat.assert_fits()
