"""Prompts: what a person may begin with."""

from __future__ import annotations

from dataclasses import dataclass

from mcp import types


@dataclass(frozen=True, slots=True)
class _Prompt:
    title: str
    description: str
    text: str


_PROMPTS = {
    "plan_my_day": _Prompt(
        "Plan my day",
        "An order for what is overdue and due today.",
        "Plan my day. List my tasks that are overdue and those due today. Suggest an order, with a reason "
        "for each, and say what could wait for another day. Change nothing before I agree.",
    ),
    "review_overdue": _Prompt(
        "Review what is overdue",
        "Decide on each task whose time is over.",
        "List my overdue tasks. For each, suggest to do it now, to move it to a day, or to delete it, and "
        "ask me. Then carry out what I decide, many tasks with one call where you can.",
    ),
    "weekly_review": _Prompt(
        "Weekly review",
        "What was done, what is left, and what comes next.",
        "Review my week. List what I completed in the last seven days, what is overdue, and what is due in "
        "the next seven days. Name what stands out in three sentences, and ask what I want to change.",
    ),
}

PROMPTS = [
    types.Prompt(name=name, title=prompt.title, description=prompt.description)
    for name, prompt in _PROMPTS.items()
]


def find_prompt(name: str) -> types.GetPromptResult | None:
    if (found := _PROMPTS.get(name)) is None:
        return None
    message = types.PromptMessage(role="user", content=types.TextContent(text=found.text))
    return types.GetPromptResult(description=found.description, messages=[message])
