"""Interruptions of a run: reloads, lost connections, a killed server, blocked sockets, a failing provider."""

from __future__ import annotations

import re

from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import OpenTabs
from tests.browser.flaky_link import flaky_link
from tests.browser.site import WORDS, ChatTab, reply_text
from tests.provider.script import Provider, call, calls, says
from tests.services.browser import LOST_CONNECTION, Watch, new_window
from tests.services.kept_context import KeptContext
from tests.services.web_server import WebServer

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)


async def assert_whole(tab: ChatTab) -> None:
    """The one task was added once, and the reply is there once and complete."""
    await tab.until_ended()
    await expect(reply_text(tab)).to_contain_text("word59")
    assert (await tab.messages())[-1].split() == [word.strip() for word in WORDS]
    assert await tab.steps() == ["done: Added ‘Milk’"]
    # A part that was requested while the server was down is requested again two seconds later.
    await expect(tab.page.locator("[data-open-tasks]")).to_contain_text("Milk")
    assert (await tab.tasks()).count("Milk") == 1


async def test_page_loaded_in_mid_reply_loses_and_duplicates_nothing(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    provider.play(calls(ADD), says(*WORDS, hold=15))
    one, two = await open_tabs(slow_site.url, 2)
    await one.say("Add milk")
    await expect(reply_text(one)).to_contain_text("word5 ")
    await one.page.reload()
    await expect(reply_text(one)).to_contain_text("word0 ")
    await one.until_live()
    late = ChatTab(await new_window(one.page.context), slow_site.url)
    await late.open()
    provider.release()
    for tab in (one, two, late):
        await assert_whole(tab)


async def test_lost_text_is_fetched_even_without_further_frames(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, kept_context: KeptContext
) -> None:
    provider.play(says(*WORDS, pause=0.05, then="stall", stop_after=14))
    (tab,) = await open_tabs(slow_site.url, 1)
    pieces: list[str | bytes] = []

    def lose_all_but_every_third(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            if '"message_delta"' in str(frame):
                pieces.append(frame)
                if len(pieces) % 3:
                    return
            socket.send(frame)

        server.on_message(pass_on)

    kept_context.close_after_test(tab.page)
    await tab.page.route_web_socket("**/ws/**", lose_all_but_every_third)
    await tab.page.reload()
    await tab.until_live()
    await tab.say("Count")
    await expect(reply_text(tab)).to_contain_text("word9")
    assert pieces
    await expect(reply_text(tab)).to_have_text(re.compile(r"^\s*word0 (word\d+ ?)+\s*$"))


async def test_text_missed_by_a_lost_connection_is_fetched(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, watch: Watch
) -> None:
    watch.expect(LOST_CONNECTION)
    provider.play(calls(ADD), says(*WORDS, hold=15))
    async with flaky_link(slow_site.port) as link:
        (tab,) = await open_tabs(link.url, 1)
        await tab.say("Add milk")
        await expect(reply_text(tab)).to_contain_text("word5 ")
        link.cut()
        await expect(tab.page.locator("[data-connection]")).not_to_have_attribute("data-state", "live")
        provider.release()
        link.mend()
        await tab.until_live()
        await assert_whole(tab)
        assert [event["seq"] for event in tab.events] == list(range(4, 4 + len(tab.events)))


async def test_run_resumes_after_its_server_was_killed_in_mid_reply(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider, watch: Watch
) -> None:
    watch.expect(LOST_CONNECTION)
    provider.play(calls(ADD, after=0), says(*WORDS, hold=15, after=1))
    (tab,) = await open_tabs(slow_site.url, 1)
    await tab.say("Add milk")
    await expect(reply_text(tab)).to_contain_text("word9 ")
    slow_site.kill()
    provider.release()
    slow_site.start()
    await assert_whole(tab)
    types = await tab.logged()
    assert types.count("run_retrying") == 1
    assert types.count("tool_complete") == types.count("agent_done") == 1
    await tab.page.reload()
    await assert_whole(tab)
