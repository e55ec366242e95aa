"""The pages of the product, with something on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from tests.browser.plan_tabs import PlanTab
from tests.browser.site import ChatTab

if TYPE_CHECKING:
    from playwright.async_api import Page

SIGNED_OUT = ["/accounts/sign-in/", "/accounts/sign-up/", "/accounts/password/reset/", "/offline/"]
ACCOUNT = [
    f"/accounts/{name}/"
    for name in (
        "settings",
        "tokens",
        "password",
        "second-factor",
        "webhooks",
        "mcp-servers",
        "delete",
        "data/chats/delete",
    )
]


@dataclass(frozen=True)
class Pages:
    """Addresses: `main` are the pages that people work on, `simple` those of one form or list."""

    main: list[str]
    simple: list[str]
    shared: str


async def pages_of_demo(page: Page, url: str) -> Pages:
    """Have tasks added, a deletion to be approved, a plan proposed and the chat shared, all as "demo"."""
    chat = ChatTab(page, url)
    await chat.open_signed_in()
    await chat.open("/c/new/")
    await chat.until_live()
    await chat.say("Add milk tomorrow #home and call Anna, high priority")
    await chat.until_ended()
    await chat.say("Delete all my tasks")
    await page.locator("[data-approval]").wait_for()
    run = await page.locator("[data-run]").first.get_attribute("data-run")
    own = f"/c/{await page.locator('[data-chat]').get_attribute('data-conversation-id')}/"
    tab = PlanTab(page, url)
    plan = await tab.make()
    await tab.until("Waiting for approval")
    await chat.open(f"{own}share/")
    await tab.button("Create a link").click()
    link = await page.get_by_label("Your link").input_value()
    of_the_chat = [f"{own}{name}/" for name in ("rename", "delete", "share")]
    return Pages(
        main=[own, "/c/new/", plan],
        simple=[
            *of_the_chat,
            "/chats/",
            "/tasks/1/",
            "/tasks/files/",
            "/tasks/calendars/",
            "/tasks/calendar/",
            "/tasks/board/",
            "/tasks/lists/",
            "/tasks/history/",
            "/tasks/trash/",
            "/plans/",
            f"{plan}edit/",
            f"/runs/{run}/",
            await _permission_of_program(page, url),
        ],
        shared=urlsplit(link).path,
    )


async def _permission_of_program(page: Page, url: str) -> str:
    """The page that asks whether a program may connect."""
    callback = "http://127.0.0.1/callback"
    metadata = {"client_name": "Claude", "redirect_uris": [callback]}
    program = await (await page.request.post(f"{url}/oauth/register/", data=metadata)).json()
    query = {
        "response_type": "code",
        "client_id": program["client_id"],
        "redirect_uri": callback,
        "scope": "read write agent",
        "code_challenge": "c" * 43,
        "code_challenge_method": "S256",
        "resource": f"{url}/mcp",
    }
    return f"/oauth/authorize/?{urlencode(query)}"
