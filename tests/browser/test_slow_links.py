"""Few or slow connections: many tabs without sockets, and messages that take long to send."""

from __future__ import annotations

import asyncio

from playwright.async_api import Route, expect

from chatbot.models import User
from tests.browser.conftest import MakeRows, OpenTabs
from tests.browser.kept_site import sign_in
from tests.browser.site import ChatTab
from tests.services.browser import LOST_CONNECTION, Watch, new_window
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

LIMITED = '[data-connection][data-state="limited"]'
MORE_THAN_CONNECTIONS = 7  # connections of a browser to one server, with HTTP/1.1
ADMIN_SESSION = "admin" * 8
ASKED, SAID = "Add a task to buy groceries", "Added #4 buy groceries."


async def test_seven_tabs_work_where_sockets_are_blocked(
    site: WebServer, new_context: NewContext, watch: Watch
) -> None:
    watch.expect(LOST_CONNECTION)
    context = await new_context()
    await context.route_web_socket("**/ws/**", lambda socket: socket.close())
    tabs = [ChatTab(await new_window(context), site.url) for _ in range(MORE_THAN_CONNECTIONS)]
    await tabs[0].open_signed_in()
    for tab in tabs[1:]:
        await tab.open()
    for tab in tabs:
        await tab.page.locator(LIMITED).wait_for()
    await tabs[-1].say(ASKED)
    for tab in tabs:
        await tab.until_ended()
        assert await tab.messages() == [ASKED, SAID]


async def test_message_that_hangs_says_so_and_is_sent_again_once(
    site: WebServer, new_context: NewContext
) -> None:
    tab = ChatTab(await (await new_context()).new_page(), site.url)
    await tab.page.clock.install()
    await tab.open_signed_in()
    await tab.until_live()
    lost: list[Route] = []

    async def lose_the_first(route: Route) -> None:
        if lost:
            await route.continue_()
        lost.append(route)

    await tab.page.route("**/api/chat", lose_the_first)
    await tab.say(ASKED)
    state = tab.page.locator("[data-role=user] [data-message-state]")
    await expect(state).to_have_text("Sending…")
    await tab.narrow()
    await tab.page.clock.fast_forward(7_000)
    await expect(state).to_contain_text("the connection is slow")
    await expect(tab.page.get_by_role("button", name="Send again")).to_be_in_viewport(ratio=1)
    await tab.page.get_by_role("button", name="Send again").press("Enter")
    await expect(tab.page.get_by_role("textbox", name="Message to Lockstep")).to_be_focused()
    await tab.until_ended()
    assert await tab.messages() == [ASKED, SAID]
    await expect(tab.page.get_by_role("button", name="Send again")).to_have_count(0)
    await tab.assert_fits()


async def test_message_in_flight_survives_a_reload(site: WebServer, open_tabs: OpenTabs) -> None:
    """The response is lost with the page; the message was accepted, and is not accepted twice."""
    (tab,) = await open_tabs(site.url, 1)
    taken = asyncio.Event()

    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        taken.set()

    await tab.page.route("**/api/chat", lose_the_answer, times=1)
    await tab.say(ASKED)
    await taken.wait()
    await tab.page.reload()
    await tab.until_ended()
    await expect(tab.page.locator("[data-state=pending]:visible")).to_have_count(0)
    assert await tab.messages() == [ASKED, SAID]


async def test_unsent_message_is_sent_after_a_reload(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows
) -> None:
    """But not by somebody else who signs in in the same tab."""
    await make_rows(lambda: sign_in(User.objects.get(username="admin"), ADMIN_SESSION))
    (tab,) = await open_tabs(site.url, 1)
    held = asyncio.Event()
    await tab.page.route("**/api/chat", lambda route: held.set(), times=1)
    await tab.say(ASKED)
    await held.wait()
    mine = await tab.page.context.cookies()
    await tab.page.context.clear_cookies()
    admin = {"name": "sessionid", "value": ADMIN_SESSION, "url": site.url}
    await tab.page.context.add_cookies([admin])
    await tab.open()
    await tab.until_live()
    assert await tab.messages() == []
    await tab.page.context.clear_cookies()
    await tab.page.context.add_cookies(mine)
    await tab.open()
    await tab.until_ended()
    assert await tab.messages() == [ASKED, SAID]
