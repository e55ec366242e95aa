"""The plan pages as a person in a browser uses them."""

from __future__ import annotations

import json
from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.site import ChatTab
from tests.provider.script import call, says
from tests.services.browser import new_window

GOAL = "Prepare the offsite in June"
STEPS = [
    {"title": "Look around", "detail": "", "agent": "Data Analyst", "depends_on": []},
    {"title": "Add the tasks", "detail": "", "agent": "Task Manager", "depends_on": [1]},
    {"title": "Name the risks", "detail": "", "agent": "Business Advisor", "depends_on": []},
]
ADD = call("add_task", title="Book the venue", description=None, priority=None, due_at=None, tags=None)
LIVE_TAGS = "[data-tag][data-is-live]"


def proposes(*steps: dict[str, Any], **how: Any) -> dict[str, Any]:
    """The planner's answer."""
    return says(json.dumps({"title": "Offsite", "steps": steps or STEPS}), **how)


class PlanTab(ChatTab):
    """A tab on a plan, or on the list of plans."""

    async def make(self, goal: str = GOAL) -> str:
        """Make a plan for a goal; returns the address of its page."""
        await self.open("/plans/")
        await self.page.get_by_label("What do you want to reach?").fill(goal)
        await self.button("Make a plan").click()
        await self.page.locator("[data-plan-page]").wait_for()
        return self.page.url.removeprefix(self.url)

    async def another(self, path: str) -> PlanTab:
        """One more tab of the same person."""
        opened = PlanTab(await new_window(self.page.context), self.url)
        await opened.open(path)
        return opened

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def badge(self) -> Locator:
        return self.page.locator(".plan-facts [data-badge]")

    @property
    def problem(self) -> Locator:
        return self.page.locator("[data-dock] [data-problem]")

    @property
    def streamed(self) -> Locator:
        return self.page.locator("[data-stream]")

    async def until(self, badge: str) -> None:
        await expect(self.badge).to_have_text(badge)

    async def plan_steps(self) -> list[str]:
        """The steps with their states."""
        return await _lines(self.page.locator("[data-step-id]"), "[data-step-title]")

    async def calls(self) -> list[str]:
        """The tool calls of the agents, with their states."""
        return await _lines(self.page.locator("[data-call-id]"), "[data-text]")

    async def message_texts(self) -> list[str]:
        """The texts of the messages, in order."""
        return await self.page.locator("[data-message-text]").all_inner_texts()


async def _lines(elements: Locator, text: str) -> list[str]:
    return [
        f"{await element.get_attribute('data-state')}: {await element.locator(text).text_content()}"
        for element in await elements.all()
    ]
