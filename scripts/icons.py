"""Draw the icons of the installed app from the project's mark, in `static/site/icons`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.services.browser import chromium

ROOT = Path(__file__).parents[1]
ICONS = ROOT / "static" / "site" / "icons"
MARK = (ROOT / "static" / "site" / "favicon.svg").read_text()
# A maskable icon fills its square, and may be cut to the circle in the middle. Apple rounds the corners.
FULL = MARK.replace('rx="6"', 'rx="0"')
MASKABLE = FULL.replace("<g ", '<g transform="translate(12 12) scale(0.7) translate(-12 -12)" ')
DRAWN = (
    ("icon-180", 180, FULL),
    ("icon-192", 192, MARK),
    ("icon-512", 512, MARK),
    ("icon-maskable-512", 512, MASKABLE),
)


async def main() -> None:
    ICONS.mkdir(exist_ok=True)
    async with chromium() as browser:
        for name, size, drawing in DRAWN:
            page = await browser.new_page(viewport={"width": size, "height": size})
            style = f"<style>body {{ margin: 0 }} svg {{ display: block; width: {size}px }}</style>"
            await page.set_content(style + drawing)
            await page.screenshot(path=ICONS / f"{name}.png", omit_background=True)


if __name__ == "__main__":
    asyncio.run(main())
