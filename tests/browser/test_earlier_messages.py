"""Earlier messages are loaded on demand, and what the person reads stays in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from chatbot.models import Message, Run, User
from chatbot.pages.chat.transcript import EARLIER_TURNS_SHOWN, TURNS_SHOWN
from tests.browser.conftest import MakeRows, OpenTabs
from tests.factories import ConversationFactory, RunFactory
from tests.services.web_server import WebServer

if TYPE_CHECKING:
    from playwright.async_api import Locator

TURNS = EARLIER_TURNS_SHOWN + 3


def conversation_of_demo() -> str:
    conversation = ConversationFactory.create(owner=User.objects.get(username="demo"))
    for number in range(TURNS):
        RunFactory.create(
            conversation=conversation,
            status=Run.Status.SUCCEEDED,
            trigger__content=f"Item {number}",
            reply__content=f"Item {number} is noted.",
            reply__state=Message.State.COMPLETE,
        )
    return f"/c/{conversation.pk}/"


async def top_of(element: Locator) -> float:
    top: float = await element.evaluate("(element) => element.getBoundingClientRect().top")
    return top


async def test_earlier_and_later_messages_come_around_what_is_read(
    site: WebServer, open_tabs: OpenTabs, make_rows: MakeRows
) -> None:
    address = await make_rows(conversation_of_demo)
    (tab,) = await open_tabs(site.url, 1, address)
    turns = tab.page.locator("[data-turn]")
    await expect(turns).to_have_count(TURNS_SHOWN)
    earlier = tab.page.get_by_role("link", name="Show earlier messages")
    later = tab.page.get_by_role("link", name="Show later messages")

    async def follow(link: Locator, read: int, count: int) -> None:
        """Press a link; the message that is read stays where it is on the screen."""
        message = tab.page.get_by_text(f"Item {read}", exact=True)
        await link.scroll_into_view_if_needed()
        before = await top_of(message)
        await link.press("Enter")
        await expect(turns).to_have_count(count)
        assert abs(await top_of(message) - before) <= 1
        # The link has the focus if it is still there.
        focused = tab.page.locator("[data-transcript]:focus, [data-transcript] a:focus")
        await expect(focused).to_have_count(1)
        await expect(tab.page.locator("[data-to-end-text]")).to_have_text("Back to bottom")

    await follow(earlier, TURNS - TURNS_SHOWN, EARLIER_TURNS_SHOWN)
    await expect(later).to_have_count(0)
    await follow(earlier, TURNS - EARLIER_TURNS_SHOWN, TURNS - TURNS_SHOWN)
    await expect(earlier).to_have_count(0)
    await tab.narrow()
    await tab.page.reload()
    await expect(turns).to_have_count(TURNS - TURNS_SHOWN)
    await follow(later, TURNS - TURNS_SHOWN - 1, EARLIER_TURNS_SHOWN)
    await expect(later).to_have_count(0)

    # A message leads from earlier ones to the end.
    await tab.open(f"{address}?until=1")
    await tab.until_live()
    await expect(turns).to_have_count(1)
    await tab.page.get_by_label("Message to Lockstep").fill("Add a task: The last one")
    await tab.page.keyboard.press("Enter")

    await expect(turns.last).to_contain_text("The last one")
    await expect(turns.last.locator("[data-run][data-status='succeeded']")).to_have_count(1)
    await expect(tab.page.get_by_role("link", name="Show later messages")).to_have_count(0)
    assert await turns.count() >= TURNS_SHOWN
    assert "until" not in tab.page.url
    await tab.assert_fits()
