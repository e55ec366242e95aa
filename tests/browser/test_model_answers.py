"""What people see of an answer beside its text: what the model thinks, and that it was cut off."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.async_api import expect

from tests.browser.conftest import OpenTabs
from tests.browser.site import reply_text
from tests.provider.script import Provider, says
from tests.services.wait import until
from tests.services.web_server import WebServer

CODE = "print(3)"
MARKDOWN = f"""```python
{CODE}
```

| Thing | Count |
|-------|------:|
| Three | 3     |

![the rest](https://lockstep.example/rest.png)
"""


async def test_thinking_is_folded_above_the_answer_and_a_cut_answer_is_continued(
    slow_site: WebServer, open_tabs: OpenTabs, provider: Provider
) -> None:
    lines = [f"Number {count}.\n" for count in range(1, 61)]
    thoughts = {"reasoning_content": ["One, ", "two.\n", *lines]}
    provider.play(says("Three th", thinking=thoughts, finish="length", pause=0.05), says(MARKDOWN))
    one, two, three = await open_tabs(slow_site.url, 3)
    await one.say("Count")
    for tab in (one, two):
        fold = tab.page.locator("[data-thoughts]")
        await expect(fold.locator("[data-thoughts-label]")).to_have_text("Thinking…", timeout=30_000)
        await expect(fold.locator("[data-thoughts-line]")).to_contain_text("Number ")
    await one.page.locator("[data-thoughts] > summary").click()
    await expect(one.page.locator("[data-excerpt-text]")).to_contain_text("One, two.")
    # A tab that comes in the middle of it, on a phone, gets the beginning too.
    await three.narrow()
    await three.open(urlsplit(one.page.url).path)
    await three.page.locator("[data-thoughts] > summary").click()
    await expect(three.page.locator("[data-thoughts-label]")).to_have_text("Thinking…")
    await expect(three.page.locator("[data-excerpt-text]")).to_contain_text("One, two.")
    await expect(reply_text(one)).to_have_text("Three th")
    for tab in (one, two):
        await expect(tab.page.locator("[data-thoughts-label]")).to_have_text(re.compile(r"Thought for \d"))
    await expect(one.page.get_by_text("Cut off")).to_be_visible()

    await two.narrow()
    await two.page.locator("[data-thoughts] > summary").click()
    await two.page.get_by_role("link", name="Show all").click()
    for tab in (one, two):
        await expect(tab.page.locator("[data-excerpt-text]")).to_contain_text("Number 60.")
        await tab.assert_fits()
    await one.page.get_by_role("button", name="Continue").click()
    for tab in (one, two, three):
        answer = reply_text(tab)
        await expect(answer.locator("figcaption")).to_have_text("python")
        await expect(answer.locator("td.align-end")).to_have_css("text-align", "end")
        image = answer.get_by_role("link", name="the rest")
        await expect(image).to_have_attribute("href", "https://lockstep.example/rest.png")
        await expect(answer.get_by_role("button", name="Copy this code")).to_have_count(1)
    await three.assert_fits()

    async def has_code() -> bool:
        text: str = await three.page.evaluate("() => navigator.clipboard.readText()")
        return text.strip() == CODE

    await three.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await reply_text(three).get_by_role("button", name="Copy this code").click()
    await until(has_code, "the code in the clipboard")
    await three.page.context.clear_permissions()
    await expect(two.page.locator("[data-excerpt-text]")).to_contain_text("Number 60.")
