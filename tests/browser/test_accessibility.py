"""No page and no component has a fault that axe finds: names, roles, contrast, order, focus; and none
violates its content security policy, which is an error on the console."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import pytest

from scripts.install_npm_packages import AXE
from tests.browser.every_page import ACCOUNT, SIGNED_OUT, pages_of_demo
from tests.browser.site import ChatTab
from tests.services.browser_fixtures import NewContext
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Page

type State = tuple[int, Literal["light", "dark"]]  # the width of the window, and the theme

STATES: tuple[State, State] = ((1280, "light"), (375, "dark"))
ONCE_ON_A_PAGE = ["landmark-unique"]  # what the page of components has many times
ADDRESSES = "links => links.map((link) => link.getAttribute('href'))"
CHECK = """
async (ignored) => {
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
  const rules = Object.fromEntries(ignored.map((rule) => [rule, { enabled: false }]));
  const { violations } = await axe.run({
    resultTypes: ["violations"], preload: false, selectors: false, rules,
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
"""


class Auditor:
    """Collects what axe finds, by page and state."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.found: list[str] = []

    async def visit(self, path: str, states: Iterable[State] = STATES, ignored: Iterable[str] = ()) -> None:
        response = await self.page.goto(f"{self.url}{path}")
        assert response is not None
        assert response.status == 200, path
        policy = response.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        await self.check(path, states, ignored)

    async def visit_all(self, paths: Iterable[str]) -> None:
        """Each page in one state: pages of one kind differ little."""
        for path, state in zip(paths, itertools.cycle(STATES), strict=False):
            await self.visit(path, [state])

    async def check(self, what: str, states: Iterable[State], ignored: Iterable[str] = ()) -> None:
        if not AXE.exists():
            return
        for width, theme in states:
            await self.page.set_viewport_size({"width": width, "height": 900})
            await self.page.emulate_media(color_scheme=theme)
            found = await self.page.evaluate(CHECK, list(ignored))
            self.found += [f"{what} ({width}, {theme}): {fault}" for fault in found]


@pytest.mark.timeout(300)  # on a busy machine
async def test_axe_finds_no_fault(site: WebServer, new_context: NewContext) -> None:
    context = await new_context(reduced_motion="reduce")
    if AXE.exists():
        await context.add_init_script(path=AXE)
    page = await context.new_page()
    audit = Auditor(page, site.url)
    pages = await pages_of_demo(page, site.url)
    for path in pages.main:
        await audit.visit(path)
    await audit.visit_all([*pages.simple, *ACCOUNT])
    await page.goto(f"{site.url}/api/docs/")
    await page.locator(".opblock-tag").first.wait_for()  # of Swagger UI, which has faults of its own
    await audit.visit("/style/", ignored=ONCE_ON_A_PAGE)
    await audit.visit("/tasks/board/?by=priority&move=1", STATES[:1])
    await audit.visit("/tasks/?sort=title")
    await page.locator("#view-summary").click()
    await page.locator("[data-change]").first.click()
    await page.locator("#task-popover").wait_for()
    await audit.check("what opens beside a task", STATES)
    await page.keyboard.press("Escape")
    await page.keyboard.press("e")
    await page.locator(".task-rename").wait_for()
    await audit.check("a title that is edited", STATES[:1])
    await page.keyboard.press("Escape")
    await page.locator("[data-task] [data-delete]").first.click()
    await page.locator("[data-undo-offer] form").wait_for()
    await audit.check("an offer to undo", STATES[:1])
    await audit.visit("/tasks/trash/")
    await page.locator("[data-question]").first.click()
    await audit.check("a confirmation", STATES[:1])
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await page.locator("#shortcuts").wait_for()
    await audit.check("shortcuts", STATES[1:])
    await page.keyboard.press("Escape")
    for dialog in ("quick-add", "palette"):
        await page.evaluate("(id) => document.getElementById(id).showModal()", dialog)
        await audit.check(dialog, STATES[1:])
        await page.keyboard.press("Escape")
    await context.clear_cookies()
    await audit.visit_all([*SIGNED_OUT, pages.shared])
    await ChatTab(page, site.url).sign_in("admin")
    await audit.visit("/admin/")
    rows: list[str] = []
    lists = await page.locator("#content-main th a").evaluate_all(ADDRESSES)
    for path, state in zip(lists, itertools.cycle(STATES), strict=False):
        await audit.visit(path, [state])
        shown = page.locator("#result_list tbody tr")
        for row in (shown, shown.filter(has_text="Waiting for approval")):
            rows += await row.first.locator("th a").evaluate_all(ADDRESSES)
        decisions = shown.locator("a[href$='/approve/'], a[href$='/decline/']")
        rows += await decisions.evaluate_all(ADDRESSES)
    forms = [f"/admin/{name}/add/" for name in ("auth/group", "chatbot/task", "chatbot/user")]
    await audit.visit_all([*dict.fromkeys(rows), *forms])
    assert audit.found == []
    if not AXE.exists():
        pytest.skip("axe is not installed: make services")
