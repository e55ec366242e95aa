"""Responses with parts of the page that arrive late, in another order, or not at all."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Locator, Page, Route, WebSocketRoute, expect

from tests.browser.conftest import OpenTabs
from tests.browser.plan_tabs import PlanTab, proposes
from tests.browser.site import WORDS, ChatTab, reply_text
from tests.provider.script import Provider, says
from tests.services.browser import Watch, new_window
from tests.services.browser_fixtures import NewContext
from tests.services.kept_context import KeptContext
from tests.services.web_server import WebServer

REFUSED = r"Failed to load resource: the server responded with a status of \d\d\d"
PANEL = "/fragments/tasks/"


class HeldResponses:
    """The responses to the page's requests for one part: the server answers at once, and each is delayed
    until it is released."""

    def __init__(self, page: Page, part: str) -> None:
        self._page = page
        self._part = part
        self._go = asyncio.Event()
        self.made = asyncio.Event()

    async def hold(self) -> None:
        await self._page.route(self._concerns, self._keep, times=1)

    async def release(self) -> None:
        """Release the response, and return once the page has processed it."""
        async with self._page.expect_event("requestfinished", lambda request: self._concerns(request.url)):
            self._go.set()
        painted = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
        await self._page.evaluate(painted)

    def _concerns(self, url: str) -> bool:
        return urlsplit(url).path == self._part

    async def _keep(self, route: Route) -> None:
        answer = await route.fetch()
        self.made.set()
        await self._go.wait()
        await route.fulfill(response=answer)


class Link:
    """A tab's socket, on which a test can send frames to the page, or delay those of the server."""

    def __init__(self, kept_context: KeptContext) -> None:
        self.is_muted = False
        self._kept_context = kept_context
        self._socket: WebSocketRoute | None = None
        self._cursor = ""

    async def attach(self, tab: ChatTab) -> None:
        self._kept_context.close_after_test(tab.page)
        await tab.page.route_web_socket("**/ws/**", self._connect)
        await tab.page.reload()
        await tab.until_live()

    def say(self, event_type: str, **fields: Any) -> None:
        assert self._socket is not None
        self._socket.send(json.dumps({"event_type": event_type, "seq": None, **fields}))

    def reset(self) -> None:
        self.is_muted = False
        self.say("stream_reset", id=self._cursor)

    def _connect(self, socket: WebSocketRoute) -> None:
        self._socket, server = socket, socket.connect_to_server()
        server.on_message(self._pass_on)

    def _pass_on(self, frame: str | bytes) -> None:
        event = json.loads(frame)
        self._cursor = event.get("id") or self._cursor
        if not self.is_muted:
            assert self._socket is not None
            self._socket.send(frame)


def path_of(tab: ChatTab) -> str:
    return urlsplit(tab.page.url).path


def chat_of(tab: ChatTab) -> str:
    return path_of(tab).split("/")[-2]


async def part_of(element: Locator) -> str:
    return await element.get_attribute("hx-get") or ""


def item(tab: ChatTab, title: str) -> Locator:
    return tab.page.locator("#conversations li", has_text=title)


async def test_older_response_does_not_revert_newer_parts(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, kept_context: KeptContext
) -> None:
    one, two = await open_tabs(slow_site.url, 2)
    provider.play(says("Old answer."), says("One."), says("Two."), says("Three."))
    await one.say("Old chat")
    await one.until_ended()
    await two.open("/c/new/")
    await one.open("/c/new/")
    link = Link(kept_context)
    await link.attach(one)
    await one.say("First")
    await one.until_ended()
    log = HeldResponses(one.page, path_of(one))
    await log.hold()
    link.reset()
    await log.made.wait()
    await one.say("Second")
    await one.until_ended(runs=2)
    await item(two, "Old chat").hover()
    await item(two, "Old chat").locator("[data-delete]").click()
    await expect(item(one, "Old chat")).to_have_count(0)
    await two.say("Elsewhere")
    await expect(item(one, "Elsewhere")).to_have_count(1)
    await log.release()
    await one.until_ended(runs=2)
    await expect(item(one, "Elsewhere")).to_have_count(1)
    assert await one.messages() == ["First", "One.", "Second", "Two."]
    await expect(item(one, "Old chat")).to_have_count(0)


async def test_turn_requested_before_the_log_does_not_replace_it(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, kept_context: KeptContext
) -> None:
    provider.play(says(*WORDS[:20], hold=15))
    one, two = await open_tabs(slow_site.url, 2)
    link = Link(kept_context)
    await link.attach(one)
    await one.say("First")
    await expect(reply_text(one)).to_contain_text("word9")
    turn, run = one.page.locator("[data-log] > .turn"), one.page.locator("[data-log] [data-run]")
    of_run = {"run_id": await run.get_attribute("data-run"), "conversation_id": chat_of(one)}
    thoughts = run.locator("[data-thoughts]")
    link.say("thinking_delta", **of_run, result={"turn": 1, "offset": 0, "text": "Hm."})
    await expect(thoughts).to_be_visible()
    older = HeldResponses(one.page, await part_of(turn))
    await older.hold()
    link.say("tool_progress", **of_run)
    await older.made.wait()
    link.is_muted = True
    provider.release()
    await two.until_ended()
    link.reset()
    await one.until_ended()
    await older.release()
    await one.until_ended()
    await expect(reply_text(one)).to_contain_text("word19")


async def test_reset_reloads_the_open_chat_although_another_is_newer(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, kept_context: KeptContext
) -> None:
    """The front page may show another chat by now, and this one may have another name."""
    provider.play(says("One."), says("Two."), says("Three."))
    one, two = await open_tabs(slow_site.url, 2)
    await one.say("First")
    await two.until_ended()
    await one.open("/")
    link = Link(kept_context)
    await link.attach(one)
    link.is_muted = True
    await two.page.locator("[data-rename]").first.focus()
    await two.page.keyboard.press("Enter")
    await two.page.get_by_label("Name of this chat").fill("Renamed")
    await two.page.keyboard.press("Enter")
    await expect(item(two, "Renamed")).to_have_count(1)
    await two.open("/c/new/")
    await two.say("Second")
    await two.until_ended()
    link.reset()
    await expect(item(one, "Second")).to_have_count(1)
    assert await one.messages() == ["First", "One."]
    await expect(one.page.locator("[data-chat-title]")).to_have_text("Renamed")
    await expect(one.page).to_have_title("Renamed · Lockstep")

    await one.open("/c/new/")
    await one.until_live()
    link.is_muted = True
    task = one.page.get_by_label("New task")
    await task.fill("Half a ta")
    await two.open("/c/new/")
    await two.say("Third")
    await two.until_ended()
    link.reset()
    await expect(item(one, "Third")).to_have_count(1)
    await expect(task).to_have_value("Half a ta")
    await expect(one.page.get_by_role("heading", name="1 overdue", exact=True)).to_be_visible()


async def test_name_that_is_being_typed_is_kept_while_its_entry_changes(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    provider.play(says(*WORDS[:20], hold=15))
    (tab,) = await open_tabs(slow_site.url, 1)
    await tab.say("First")
    await expect(reply_text(tab)).to_contain_text("word9")
    await tab.page.locator("[data-rename]").first.focus()
    await tab.page.keyboard.press("Enter")
    name = tab.page.get_by_label("Name of this chat")
    await name.fill("Half a na")
    async with tab.page.expect_response("**/fragments/chats/**") as drawn:
        provider.release()
    await drawn.value
    await tab.until_ended()
    await expect(name).to_be_focused()
    await name.press_sequentially("me")
    await tab.page.keyboard.press("Enter")
    await expect(item(tab, "Half a name")).not_to_have_attribute("data-badge", "active")


async def test_refused_part_is_requested_again_and_nothing_typed_is_lost(
    site: WebServer, new_context: NewContext, watch: Watch
) -> None:
    watch.expect(f"{REFUSED}|htmx:error: signal is aborted")
    tab = ChatTab(await (await new_context()).new_page(), site.url)
    await tab.page.clock.install()
    await tab.open_signed_in()
    await tab.until_live()
    hanging: list[Route] = []
    refusals = [(403, {}), (429, {"Retry-After": "4"}), (302, {"Location": "/accounts/sign-in/"})]

    async def refuse(route: Route) -> None:
        if not hanging:
            return hanging.append(route)
        if not refusals:
            return await route.continue_()
        status, headers = refusals.pop(0)
        await route.fulfill(status=status, headers=headers)

    await tab.page.route(f"**{PANEL}", refuse)
    box = tab.page.get_by_label("New task")
    async with tab.page.expect_request(f"**{PANEL}"):
        await tab.page.get_by_role("button", name="Done: Water the plants").click()
    await box.fill("Half a ta")
    async with tab.page.expect_event("requestfailed"):
        await tab.page.clock.fast_forward(20_000)
    async with tab.page.expect_response(lambda answer: answer.status == 403):
        await tab.page.clock.fast_forward(2_000)
    async with tab.page.expect_response(lambda answer: answer.status == 429):
        await tab.page.clock.fast_forward(2_000)
    async with tab.page.expect_response(lambda answer: bool(answer.request.redirected_from) and answer.ok):
        await tab.page.clock.fast_forward(4_000)
    await tab.page.clock.fast_forward(10_000)
    await expect(tab.page.locator("[data-done-count]")).to_have_text("1")
    await expect(box).to_have_value("Half a ta")


async def test_task_checked_twice_before_it_is_updated_is_unchanged(
    site: WebServer, open_tabs: OpenTabs
) -> None:
    (tab,) = await open_tabs(site.url, 1)
    panel = HeldResponses(tab.page, PANEL)
    await panel.hold()
    check = tab.page.get_by_role("button", name="Done: Water the plants")
    async with tab.page.expect_response("**/complete/"):
        await check.click()
    await panel.made.wait()
    async with tab.page.expect_response("**/complete/"):
        await check.click()
    await panel.release()
    await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("Water the plants")
    await expect(check).to_have_attribute("aria-pressed", "false")


async def test_button_of_a_plan_is_enabled_again_after_its_effect_is_shown(
    slow_site: WebServer, context: BrowserContext, provider: Provider
) -> None:
    provider.play(proposes(), proposes())
    tab = PlanTab(await new_window(context), slow_site.url)
    await tab.use_session()
    path = await tab.make()
    await tab.until("Waiting for approval")
    other = await tab.another(path)
    await other.until_live()
    done = asyncio.Event()

    async def hold(route: Route) -> None:
        await done.wait()
        await route.continue_()

    await tab.page.route(f"**{path}", hold)
    await tab.page.get_by_text("Change the plan…").click()
    await tab.page.get_by_label("What should be different?").fill("Fewer steps")
    await tab.button("Propose again").click()
    await expect(other.page.locator("[name=version]").first).to_have_value("2")
    await other.until("Waiting for approval")
    done.set()
    await expect(tab.page.locator("[name=version]").first).to_have_value("2")
    await expect(tab.button("Propose again")).to_be_enabled()


async def test_queued_message_is_requested_again_although_no_event_comes(
    slow_site: WebServer, new_context: NewContext, provider: Provider
) -> None:
    """No event says that there is no worker to start it."""
    provider.play(says(*WORDS, hold=5), says("Two."))
    tab = ChatTab(await (await new_context()).new_page(), slow_site.url)
    await tab.page.clock.install()
    await tab.open_signed_in()
    await tab.until_live()
    await tab.say("one")
    await expect(reply_text(tab)).to_contain_text("word2 ")
    await tab.say("two")
    await expect(tab.page.locator('[data-status="queued"]')).to_contain_text("1 before it")
    async with tab.page.expect_request("**/fragments/turns/**"):
        await tab.page.clock.fast_forward(10_000)
    provider.release()
    await tab.until_ended(runs=2)
