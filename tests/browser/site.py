"""The site as a person in a browser uses it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

from tests.services.kept_context import listen
from tests.services.wait import until

if TYPE_CHECKING:
    from playwright.async_api import Page, WebSocket

# The account "demo" of a kept site is signed in: hashing a password takes longer than most tests.
DEMO_SESSION = "demo" * 8
LIVE = '[data-connection][data-state="live"]'
TEXTS = """
bodies => bodies.map((body) => {
  const parts = [...body.children].filter((part) => !part.querySelector("[data-task]"));
  return parts.length ? parts.map((part) => part.innerText).join(" ") : body.innerText;
})
"""
TOO_NARROW = """
["html", ".app", "[data-transcript]", "[data-plan-body]", "[data-dock]"].filter((selector) => {
  const box = document.querySelector(selector);
  return box && box.scrollWidth > box.clientWidth;
})
"""
REPLY = "[data-run] [data-role=assistant] [data-body]"


class ChatTab:
    """A tab on the chat, with every event that its sockets received."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.events: list[dict[str, Any]] = []
        listen(page, self._listen)

    async def use_session(self) -> None:
        """Let the pages be those of the person "demo" of a kept site."""
        await self.page.context.add_cookies([{"name": "sessionid", "value": DEMO_SESSION, "url": self.url}])

    async def open_signed_in(self, path: str = "/") -> None:
        """Open a page, by default the chat, as the person "demo" of a kept site."""
        await self.use_session()
        await self.open(path)
        await self.page.locator(".app").wait_for()

    async def sign_in(self, name: str = "demo") -> None:
        """Open the chat as one of the demo accounts, whose passwords are their names."""
        await self.open()
        await self.page.get_by_label("Username").fill(name)
        await self.page.get_by_label("Password", exact=True).fill(name)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.locator("[data-chat]").wait_for()

    async def open(self, path: str = "/") -> None:
        await self.page.goto(f"{self.url}{path}")

    async def until_live(self) -> None:
        await self.page.locator(LIVE).wait_for()

    async def narrow(self) -> None:
        """Make the window as wide as a phone."""
        await self.page.set_viewport_size({"width": 375, "height": 700})

    async def assert_fits(self) -> None:
        """Nothing of the page, and of its parts that scroll by themselves, is wider than there is room."""
        assert await self.page.evaluate(TOO_NARROW) == []

    async def say(self, text: str) -> None:
        await self.page.get_by_role("textbox", name="Message to Lockstep").fill(text)
        await self.page.keyboard.press("Enter")

    async def until_ended(self, status: str = "succeeded", runs: int = 1) -> None:
        ended = self.page.locator(f'[data-run][data-status="{status}"]')
        await expect(ended).to_have_count(runs)

    async def until_answered(self, answer: int, status: str = "succeeded") -> None:
        """Until that answer of a message is shown and has ended; each message has one after the other."""
        shown = self.page.get_by_role("group", name=f"Answer {answer} of {answer}")
        ended = self.page.locator(f'[data-run][data-status="{status}"]', has=shown)
        await expect(ended).to_have_count(1)

    async def steps(self) -> list[str]:
        """The lines of the timeline, with their states."""
        steps = await self.page.locator("[data-run] [data-call-id]").all()
        return [
            f"{await step.get_attribute('data-state')}: {await step.locator('[data-text]').text_content()}"
            for step in steps
        ]

    async def messages(self) -> list[str]:
        """The texts of the transcript, in order, as a person reads them; without the tasks in answers."""
        bodies = await self.page.locator("[data-log] [data-role]:visible [data-body]").evaluate_all(TEXTS)
        return [" ".join(body.split()) for body in bodies]

    async def tasks(self) -> list[str]:
        return await self.page.locator("[data-open-tasks] [data-title]").all_text_contents()

    def types(self) -> list[str]:
        """The types of the events, without those of tabs that say when an answer was seen."""
        return [event["event_type"] for event in self.events if event["event_type"] != "conversation_read"]

    async def logged(self) -> list[str]:
        """The types of all events since this server was asked first, over any transport."""
        first = self.events[0]
        epoch = first["id"].partition(":")[0]
        address = f"/api/events?after={epoch}:{first['seq'] - 1}&wait=0"
        answer = await self.page.evaluate("async (address) => (await fetch(address)).json()", address)
        return [event["event_type"] for event in answer["events"]]

    def _listen(self, websocket: WebSocket) -> None:
        websocket.on("framereceived", self._record)

    def _record(self, payload: str | bytes) -> None:
        frame = json.loads(payload)
        is_event = frame.get("seq") is not None and frame["event_type"] not in {
            "heartbeat",
            "connection_established",
        }
        if is_event:
            self.events.append(frame)


async def assert_same_events(one: ChatTab, two: ChatTab) -> None:
    """Both tabs receive the same events, each once and in order."""

    async def same() -> bool:
        return one.events == two.events

    await until(same, "the same events in both tabs")
    first = one.events[0]["seq"]
    assert [event["seq"] for event in one.events] == list(range(first, first + len(one.events)))


def reply_text(tab: ChatTab) -> Any:
    return tab.page.locator(REPLY).last


WORDS = [f"word{number} " for number in range(60)]
