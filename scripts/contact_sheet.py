"""A picture of every page and of every component, in light and dark, for desktops and phones, on one page."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from typing import TYPE_CHECKING, Literal

from tests.browser.every_page import ACCOUNT, SIGNED_OUT, Pages, pages_of_demo
from tests.services.web_server import ROOT

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, ViewportSize

SHEET = ROOT / "test-results" / "contact-sheet"
WINDOWS: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 850},
    "phone": {"width": 390, "height": 844},
}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STYLE = """
body { font: 14px sans-serif; }
p { display: flex; gap: 8px; align-items: start; }
.desktop { width: 620px; }
.phone { width: 220px; }
"""
ALONE = """
section => {
  for (const other of document.querySelectorAll(".style-section")) other.hidden = other !== section;
  return section.closest(".style-page").scrollHeight + 80;
}
"""
EMPTY = ["/", "/tasks/", "/chats/", "/plans/"]
ADMIN = ["/admin/", "/admin/chatbot/run/", "/admin/chatbot/task/", "/admin/chatbot/task/add/"]


async def take_contact_sheet(browser: Browser, url: str) -> None:
    """Expects the demo accounts, with a session of "demo" that tests have."""
    shutil.rmtree(SHEET, ignore_errors=True)
    SHEET.mkdir(parents=True)
    names: dict[str, None] = {}
    made: Pages | None = None
    for window in WINDOWS:
        async with _page(browser, window) as page:
            made = made or await pages_of_demo(page, url)
            await _sign_in(page, url, "demo")
            for path in [*made.main, "/tasks/", *made.simple, *ACCOUNT]:
                names[await _take(page, url, path, window)] = None
            for name in await _take_components(page, url, window):
                names[name] = None
            await _sign_in(page, url, "admin")
            for path in EMPTY:
                names[await _take(page, url, path, window, "empty ")] = None
            for path in ADMIN:
                names[await _take(page, url, path, window)] = None
            await page.context.clear_cookies()
            for path in [*SIGNED_OUT, made.shared]:
                names[await _take(page, url, path, window)] = None
    (SHEET / "index.html").write_text(_sheet(list(names)))
    print((SHEET / "index.html").relative_to(ROOT))


@asynccontextmanager
async def _page(browser: Browser, window: str) -> AsyncIterator[Page]:
    is_phone = window == "phone"
    context = await browser.new_context(
        viewport=WINDOWS[window], has_touch=is_phone, is_mobile=is_phone, reduced_motion="reduce"
    )
    context.set_default_timeout(60_000)
    yield await context.new_page()
    await context.close()


async def _sign_in(page: Page, url: str, name: str) -> None:
    await page.context.clear_cookies()
    await page.goto(url)
    await page.get_by_label("Username").fill(name)
    await page.get_by_label("Password", exact=True).fill(name)
    await page.get_by_role("button", name="Sign in").click()
    await page.locator("[data-chat]").wait_for()


async def _take(page: Page, url: str, path: str, window: str, kind: str = "") -> str:
    await page.goto(f"{url}{path}")
    await page.evaluate("() => document.fonts.ready")
    await page.locator('[data-connection][data-state="connecting"]').wait_for(state="detached")
    name = f"{kind}{path.partition('?')[0]}"
    for theme in THEMES:
        await page.emulate_media(color_scheme=theme)
        await page.screenshot(path=SHEET / _file(name, window, theme), animations="disabled")
    return name


async def _take_components(page: Page, url: str, window: str) -> list[str]:
    """The sections of the page of components, each alone on it."""
    await page.goto(f"{url}/style/")
    names = []
    for section in await page.locator(".style-section").all():
        names.append(f"/style/ {await section.locator('h2').first.text_content()}")
        height = await section.evaluate(ALONE)
        await page.set_viewport_size({**WINDOWS[window], "height": height})
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)
            await page.screenshot(path=SHEET / _file(names[-1], window, theme), animations="disabled")
    await page.set_viewport_size(WINDOWS[window])
    return names


def _file(name: str, window: str, theme: str) -> str:
    plain = "".join(letter if letter.isalnum() else "-" for letter in name).strip("-")
    return f"{plain or 'home'}-{window}-{theme}.png"


def _sheet(names: list[str]) -> str:
    rows = "".join(
        f"<h2>{escape(name)}</h2><p>"
        + "".join(
            f'<a href="{file}"><img src="{file}" alt="{window}, {theme}" loading="lazy" class="{window}"></a>'
            for window in WINDOWS
            for theme in THEMES
            for file in [_file(name, window, theme)]
        )
        + "</p>"
        for name in names
    )
    return f'<!doctype html><meta charset="utf-8"><title>Contact sheet</title><style>{STYLE}</style>{rows}\n'
