"""Clients that others have written, in a real browser: see `field/` and docs/compatibility.md."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.contracts.conftest import FIELD_ORIGIN, FIELD_PORT
from tests.services.wait import wait_until

if TYPE_CHECKING:
    from tests.contracts.client import Account
    from tests.contracts.site import Site
    from tests.services.browser import Watch
    from tests.services.browser_fixtures import NewContext

FIELD = Path(__file__).parent / "field"
PATIENCE = 30_000  # milliseconds
EXPOSED = {"chat": "window.startChat = startChat;", "plans": "window.PlanService = PlanService;"}
OPTIONS = {"bypass_csp": True}  # the clients' scripts are put into a page that has none


@pytest.fixture(scope="module")
def foreign_url() -> Iterator[str]:
    """Another site, with an empty page."""
    with ThreadingHTTPServer(("localhost", FIELD_PORT), EmptyPage) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield FIELD_ORIGIN
        server.shutdown()


class EmptyPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Log nothing."""


async def field_page(new_context: NewContext, watch: Watch, url: str, *others: str) -> Page:
    """A page at an address, with the clients' scripts, that may connect to other sites."""
    for allowed in (url, *others):
        watch.allow_origin(allowed)
    page = await (await new_context(**OPTIONS)).new_page()
    await page.goto(url)
    for name in ("chat", "plans"):
        await page.add_script_tag(type="module", content=(FIELD / f"{name}.js").read_text() + EXPOSED[name])
    await page.wait_for_function("() => Boolean(window.startChat && window.PlanService)")
    return page


async def request(site: Site, account: Account, method: str, path: str, body: Any = None) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=site.url, trust_env=False, timeout=30) as http:
        answer = await http.request(method, path, json=body, headers=account.bearer)
    answer.raise_for_status()
    return answer.json() if answer.content else {}


def status(site: Site, account: Account, address: str) -> str:
    found: str = httpx.get(f"{site.url}{address}", headers=account.bearer, trust_env=False).json()["status"]
    return found


async def test_chat_of_another_origin_draws_the_agents_progress_and_nothing_else(
    site: Site, foreign_url: str, new_context: NewContext, watch: Watch
) -> None:
    account = site.account()
    page = await field_page(new_context, watch, foreign_url, site.url)
    options = {"api": site.url, "socket": site.ws_url, "userId": account.id, "token": account.token}
    await page.evaluate(
        """(options) => {
            const lines = document.createElement("ol");
            document.body.append(lines);
            window.chat = startChat({ ...options, lines });
        }""",
        options,
    )
    lines = page.locator("li")
    await expect(lines).to_have_text(["Connected to real-time updates"])

    await page.evaluate("chat.send('Add a task to buy milk')")
    await expect(lines.last).to_have_text("Done!", timeout=PATIENCE)
    task = (await request(site, account, "GET", "/api/tasks/"))["results"][0]["id"]
    await request(site, account, "PATCH", f"/api/tasks/{task}/", {"title": "Buy oat milk"})
    reply = await page.evaluate("chat.send('Show my tasks')")
    await expect(lines).to_have_text(
        [
            "Connected to real-time updates",
            *("Creating a new task...", "Created: Buy milk"),
            *("Searching your tasks...", "Found 1 task (1)"),
            "Done!",
        ],
        ignore_case=True,
        timeout=PATIENCE,
    )
    assert reply["content"]


START_PLANS = """([address, delay]) => {
    window.plans = new PlanService(address, delay);
    window.seen = [];
    for (const type of ["plan_update", "step_update", "agent_message", "subscription_confirmed", "error"]) {
        plans.on(type, (data) => seen.push([type, data]));
    }
    plans.connect();
}"""


async def test_plan_page_that_is_not_signed_in_gives_up_after_five_attempts(
    site: Site, new_context: NewContext, watch: Watch
) -> None:
    watch.expect("WebSocket connection to .* failed|ERR_")
    page = await field_page(new_context, watch, f"{site.url}/accounts/sign-in/")
    await page.evaluate(START_PLANS, [f"{site.ws_url}/ws/streaming", 10])
    await page.wait_for_function("seen.length > 0", timeout=PATIENCE)

    assert await page.evaluate("[plans.tried, plans.opened, seen]") == [
        6,
        0,
        [["error", {"error": "Max reconnection attempts reached"}]],
    ]


async def test_plan_page_shows_what_agents_do_and_what_waits_for_the_person(
    site: Site, new_context: NewContext, watch: Watch
) -> None:
    account = site.account()
    page = await field_page(new_context, watch, f"{site.url}/accounts/sign-in/")
    await page.context.add_cookies([{"name": "sessionid", "value": account.session, "url": site.url}])
    await page.evaluate(START_PLANS, [f"{site.ws_url}/ws/streaming", 1000])
    plan = await request(site, account, "POST", "/api/plans/", {"goal": "Plan my move to Berlin"})
    await page.evaluate("(plan) => { plans.subscribe('unknown'); plans.subscribe(plan) }", plan["id"])
    await page.wait_for_function(
        "seen.some(([type, data]) => type === 'error' && data.message === 'Plan not found')", timeout=PATIENCE
    )
    # Frames from before the subscription are not sent again.
    await page.wait_for_function("seen.some(([type]) => type === 'subscription_confirmed')", timeout=PATIENCE)
    address = f"/api/plans/{plan['id']}/"

    def is_proposed() -> bool:
        return status(site, account, address) == "awaiting_approval"

    await asyncio.to_thread(wait_until, is_proposed, "a proposal")
    await request(site, account, "POST", f"{address}reject/", {"feedback": "Without travel"})
    await asyncio.to_thread(wait_until, is_proposed, "another proposal")
    await until_said(page, "Waiting for your approval: ")
    await request(site, account, "POST", f"{address}approve/", {})
    await until_said(page, "Waiting for your answer: ")
    (waiting,) = (await request(site, account, "GET", "/api/approvals/"))["results"]
    arguments = {**waiting["arguments"], "answer": "No date yet"}
    await request(
        site, account, "POST", f"/api/tool-calls/{waiting['call_id']}/approve/", {"arguments": arguments}
    )
    await page.wait_for_function(
        "seen.some(([type, data]) => type === 'plan_update' && data.status === 'completed')", timeout=PATIENCE
    )

    seen = [(kind, data) for kind, data in await page.evaluate("seen") if data and kind != "error"]
    bubbles = [(data["message_type"], data["content"]) for kind, data in seen if kind == "agent_message"]
    assert ("action", "Creating a new task...") in bubbles
    assert ("result", "You answered: No date yet") in bubbles
    completed = [data for kind, data in seen if kind == "plan_update" and data["status"] == "completed"]
    assert completed == [seen[-1][1]]
    assert await page.evaluate("[plans.tried, plans.opened]") == [1, 1]


async def until_said(page: Page, beginning: str) -> None:
    said = f"seen.some(([, data]) => data?.content?.startsWith({json.dumps(beginning)}))"
    await page.wait_for_function(said, timeout=PATIENCE)
