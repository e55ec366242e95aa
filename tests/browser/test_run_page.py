"""A run's page: live while the run is active, with a replay afterwards, readable without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest_asyncio
from playwright.async_api import expect

from chatbot.domain.journal import approvals
from chatbot.domain.runs import attempts, endings
from chatbot.models import Run
from tests.browser.conftest import MakeRows, OpenTabs
from tests.browser.kept_site import sign_in
from tests.browser.site import TOO_NARROW, WORDS
from tests.chatbot.pages.run_scenes import asking, claimed, delete_all, spread
from tests.factories import UserFactory
from tests.provider.script import Provider, call, calls, says
from tests.services.browser import new_window
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Locator, Page

ADD = call("add_task", title="Milk", description=None, priority=None, due_at=None, tags=None)
ALICE_SESSION = "alice" * 8
STEPS = "[data-stage-steps] [data-text]"


def deleted_after_approval() -> Run:
    """A run that asked, thought for a second, waited four minutes for approval, deleted, and
    answered in two seconds."""
    alice = UserFactory.create(username="alice")
    sign_in(alice, ALICE_SESSION)
    scene = asking(alice)
    approvals.approve(alice, "call-9", by=alice)
    claim = claimed(scene.run)
    delete_all(claim)
    attempts.save_text(claim, "Both")
    endings.succeed(claim, "Both of them are **gone** for good.")
    spread(scene.run, 0, 0, 0.1, 1.1, 1.2, 241.2, 241.3, 241.6, 242, 244, 244)
    return scene.run


@pytest_asyncio.fixture(loop_scope="session")
async def address(site: WebServer, make_rows: MakeRows) -> str:
    """The page of the run of alice, who is signed in by a cookie."""
    run = await make_rows(deleted_after_approval)
    return f"{site.url}/runs/{run.pk}/"


async def open_run(page: Page, address: str) -> None:
    url = urljoin(address, "/")
    await page.context.add_cookies([{"name": "sessionid", "value": ALICE_SESSION, "url": url}])
    await page.goto(address)
    await page.locator("[data-waterfall]").wait_for()


async def replay(page: Page) -> Locator:
    """The button that starts the replay; it needs the script."""
    button = page.get_by_role("button", name="Replay", exact=True)
    await expect(button).to_be_enabled()
    return button


async def play_until(page: Page, place: str, text: str) -> None:
    """Advance the page's clock, which is paused otherwise, until the condition holds."""
    for _ in range(400):
        if text in (await page.locator(place).first.text_content() or ""):
            return
        await page.clock.run_for(50)
    raise AssertionError(f"The replay never shows {text!r}.")


async def test_run_is_followed_to_its_end_without_a_reload(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    provider.play(calls(ADD), says(*WORDS, hold=15))
    (tab,) = await open_tabs(slow_site.url, 1)
    page = await new_window(tab.page.context)
    await page.emulate_media(reduced_motion="no-preference")
    await tab.say("Add milk")
    run_id = await tab.page.locator("[data-run]").get_attribute("data-run")
    await page.goto(f"{slow_site.url}/runs/{run_id}/")
    await expect(page.locator("[data-status=running]")).to_be_visible()
    bar = page.locator('[data-row][data-until=""] [data-bar]')
    await expect(bar).to_have_count(1)
    width = await bar.get_attribute("width")
    assert width is not None
    await expect(bar).not_to_have_attribute("width", width)  # the text grows
    provider.release()

    await expect(page.locator("[data-status=succeeded]")).to_be_visible()
    await expect(page.locator("[data-row][data-kind=tool] .step-text")).to_have_text("Added ‘Milk’")
    await expect(page.get_by_role("button", name="Replay", exact=True)).to_be_visible()
    await expect(page.locator(".run-answer")).to_contain_text("word59")
    await expect(page.locator('[data-row][data-until=""]')).to_have_count(0)
    await page.emulate_media(reduced_motion="reduce")


async def test_replay_plays_the_run_and_shortens_the_long_wait(page: Page, address: str) -> None:
    await open_run(page, address)
    button = await replay(page)
    await page.clock.install(time=0)
    await page.clock.pause_at(60_000)
    await button.click()
    await expect(page.locator("[data-stage-asked]")).to_have_text("Delete everything")
    await play_until(page, STEPS, "Delete 2 tasks?")
    await play_until(page, "[data-stage-approval]", "Waiting for a decision")
    await play_until(page, "[data-replay-skip]", "waited 4 min")
    assert await page.locator("[data-row][data-ahead]").count() == 2
    await play_until(page, "[data-stage-approval]", "Approved by alice")
    await play_until(page, STEPS, "Deleted 2 tasks")
    # The text grows: it is visible before it is complete.
    await play_until(page, "[data-stage-text]", "Both of")
    await play_until(page, "[data-stage-end]", "Done!")
    await expect(page.locator("[data-stage-html] strong")).to_have_text("gone")
    await expect(page.locator("[data-replay-clock]")).to_have_text("4 min 4 s / 4 min 4 s")
    assert await page.locator("[data-row][data-ahead]").count() == 0
    await expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


async def test_replay_is_paused_sped_up_and_moved_by_the_keyboard(
    address: str, context: BrowserContext
) -> None:
    page = await new_window(context)
    await open_run(page, address)
    await (await replay(page)).press("Enter")
    await page.get_by_role("button", name="Pause").press("Enter")  # the button has the focus
    position = page.get_by_role("slider", name="Position")
    await position.press("Home")
    await expect(page.locator(STEPS)).to_have_count(1)
    await expect(position).to_have_attribute("aria-valuetext", "0 s of 4 min 4 s")
    await position.press("ArrowRight")
    await position.press("ArrowRight")
    await expect(page.locator("[data-stage-approval]")).to_be_visible()
    await position.press("End")
    await expect(page.locator("[data-stage-end]")).to_have_text("Done!")
    await position.press("ArrowLeft")
    await expect(page.locator("[data-stage-end]")).to_be_hidden()
    # With reduced motion the text is not animated.
    await expect(page.locator("[data-stage-text]")).to_have_text("Both")
    await page.get_by_role("radio", name="1×").focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("radio", name="4×")).to_be_checked()
    await position.press(" ")
    await expect(page.locator("[data-stage-end]")).to_have_text("Done!")
    await page.set_viewport_size({"width": 375, "height": 700})
    close = page.get_by_role("button", name="Close the replay")
    for part in (close, page.locator("[data-stage]")):
        await expect(part).to_be_in_viewport(ratio=1)
    assert await page.evaluate(TOO_NARROW) == []
    await close.press("Enter")
    await expect(page.get_by_role("button", name="Replay", exact=True)).to_be_focused()
    assert await page.locator("[data-waterfall][data-replayed]").count() == 0


async def test_page_is_readable_without_a_script(new_context: NewContext, address: str) -> None:
    context = await new_context(java_script_enabled=False)
    page = await context.new_page()
    await open_run(page, address)
    await expect(page.get_by_role("button", name="Replay")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Attempt 2")).to_be_visible()
    rows = page.locator("[data-row] .step-text")
    await expect(rows).to_have_text(
        [
            *("Waited to start", "Chose the next step", "Delete 2 tasks?", "Approved by alice"),
            *("Waited to resume", "Deleted 2 tasks"),
        ]
    )
    await page.locator("[data-row] summary").last.click()
    await expect(page.get_by_text("Deleted #2 Eggs")).to_be_visible()
    for width in (375, 1440):
        await page.set_viewport_size({"width": width, "height": 800})
        for bar in await page.locator("[data-bar]").all():
            box = await bar.bounding_box()
            assert box is not None
            assert box["width"] >= 0.5
            assert box["x"] + box["width"] <= width
