"""Take the screenshots of the documentation (a conversation, a plan), and the contact sheet of all pages."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import expect

from scripts.contact_sheet import take_contact_sheet
from tests.browser.plan_tabs import PlanTab
from tests.services.browser import chromium
from tests.services.databases import SqliteDatabases
from tests.services.web_server import ROOT, WebServer, environment

if TYPE_CHECKING:
    from playwright.async_api import Page, ViewportSize

PICTURES = ROOT / "docs" / "images"
WIDE: ViewportSize = {"width": 1360, "height": 850}
NARROW: ViewportSize = {"width": 390, "height": 844}
SIGN_IN = """
from chatbot.models import User
from tests.browser.kept_site import sign_in
from tests.browser.site import DEMO_SESSION
sign_in(User.objects.get(username="demo"), DEMO_SESSION)
"""
MESSAGES = [
    "Add buy groceries tomorrow at 6pm #home and renew the passport, high priority",
    "Mark water the plants as done, then show me what is due this week",
]
GOAL = "Prepare the team offsite in June: venue, travel, agenda"


async def sign_in(page: Page, url: str) -> None:
    await page.goto(url)
    await page.get_by_label("Username").fill("demo")
    await page.get_by_label("Password", exact=True).fill("demo")
    await page.get_by_role("button", name="Sign in").click()
    await page.locator('[data-connection][data-state="live"]').wait_for()


async def ask(page: Page, text: str, runs_before: int) -> None:
    await page.get_by_role("textbox", name="Message to Lockstep").fill(text)
    await page.keyboard.press("Enter")
    run = page.locator('[data-run][data-status="succeeded"]').nth(runs_before)
    await run.wait_for()
    # Steps stay visible long enough to be read, even if they took no time.
    await expect(run.locator('[data-call-id]:not([data-state="done"])')).to_have_count(0)


async def picture(page: Page, name: str) -> None:
    await page.evaluate("() => document.fonts.ready")
    path = PICTURES / f"{name}.png"
    await page.screenshot(path=path, animations="disabled")
    print(path.relative_to(ROOT))


async def take(url: str) -> None:
    async with chromium() as browser:
        page = await browser.new_page(viewport=WIDE, device_scale_factor=2, color_scheme="light")
        await sign_in(page, url)
        for runs_before, text in enumerate(MESSAGES):
            await ask(page, text, runs_before)
        await page.reload()
        await page.locator('[data-connection][data-state="live"]').wait_for()
        await page.locator("[data-run] .timeline-summary").last.click()  # the steps, as in a live page
        await page.locator("[data-transcript]").evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
        await picture(page, "chat-light")
        await page.emulate_media(color_scheme="dark")
        await picture(page, "chat-dark")
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size(NARROW)
        await picture(page, "chat-narrow")
        await page.set_viewport_size(WIDE)
        await plan(page, url)
        await take_contact_sheet(browser, url)


async def plan(page: Page, url: str) -> None:
    tab = PlanTab(page, url)
    await tab.make(GOAL)
    await tab.button("Approve").click()
    await tab.until("Completed")
    await page.reload()
    await page.get_by_text("Real-time updates active").wait_for()
    await picture(page, "plan-light")
    await page.emulate_media(color_scheme="dark")
    await picture(page, "plan-dark")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="lockstep-screenshots-") as name:
        directory = Path(name)
        server = WebServer(directory, environment(SqliteDatabases(directory, directory).new()), "daphne")
        try:
            server.start()
            server.manage("demo")
            server.manage("shell", "--verbosity", "0", "-c", SIGN_IN)
            asyncio.run(take(server.url))
        finally:
            server.kill()


if __name__ == "__main__":
    main()
