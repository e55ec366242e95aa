"""The types and generators that all actions share."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from chatbot.formatting.sentences import say
from chatbot.offline_assistant.language.commands import Status
from chatbot.offline_assistant.outcomes import Outcome, Task
from chatbot.offline_assistant.tool_uses import ToolUse, next_page

MOST_CALLS = 50
MOST_PAGES = 6
AT_ONCE = 10
"""A change of more tasks than this is one call, so that the person approves it once and not for each task."""

Calls = list[ToolUse]
Outcomes = list[Outcome]
type Steps[Result] = Generator[Calls, Outcomes, Result]


@dataclass
class Situation:
    """What an action knows: the time, the list shown last (in order) and the tasks mentioned last.

    `listed` keeps the lists in which positions were counted, so that "delete the first and the second task"
    counts both in the list that the person saw.
    """

    now: datetime
    shown: list[int] = field(default_factory=list)
    mentioned: list[int] = field(default_factory=list)
    listed: dict[Status, Outcome] = field(default_factory=dict)

    def speak_of(self, numbers: Iterable[int]) -> None:
        """Set the tasks that "it" and "them" refer to; none after a search without results."""
        self.mentioned = list(dict.fromkeys(numbers))


def whole_list(use: ToolUse, answer: Outcome) -> Steps[Outcome]:
    """Fetch the further pages of a list, at most `MOST_PAGES` in all."""
    pages = [answer]
    while answer.next_offset is not None and len(pages) < MOST_PAGES and not answer.error:
        [answer] = yield [next_page(use, answer.next_offset)]
        pages.append(answer)
    if len(pages) == 1:
        return answer
    tasks = [task for page in pages for task in page.data.get("tasks") or []]
    return Outcome({**answer.data, "tasks": tasks}, answer.error)


def call_each(uses: Iterable[ToolUse]) -> Steps[tuple[Outcomes, list[str]]]:
    """Make at most `MOST_CALLS` calls in one turn. Returns their outcomes, and a sentence for each
    failure."""
    calls = list(uses)
    outcomes = (yield calls[:MOST_CALLS]) if calls else []
    lines = [
        not_done(outcome, left_one(use.arguments.get("number")))
        for use, outcome in zip(calls, outcomes, strict=False)
    ]
    failed = list(dict.fromkeys(line for line in lines if line))
    if (left := len(calls) - MOST_CALLS) > 0:
        failed.append(
            say(
                "I handle at most {most} tasks at once, so I left out {count} of them.",
                most=MOST_CALLS,
                count=left,
            )
        )
    return outcomes, failed


def tasks_of(outcomes: Outcomes) -> list[Task]:
    return [outcome.task for outcome in outcomes if outcome.task]


def changed_tasks(outcomes: Outcomes) -> list[Task]:
    """The tasks that a call has changed, without those that were in the wanted state already."""
    return tasks_of([outcome for outcome in outcomes if outcome.data.get("changed", True)])


def not_done(outcome: Outcome, left: str) -> str | None:
    """The reply about a call that failed or was declined, else None. `left`: "I left … as it is"."""
    if outcome.error or not outcome.declined:
        return outcome.error
    if "in time" in outcome.declined:
        return say("Nobody approved this in time, so {left}.", left=left)
    return say("All right, {left}.", left=left)


def left_as_they_are(count: int) -> str:
    return say("I left your {count} tasks as they are", count=count)


def left_one(number: object) -> str:
    return say("I left **#{number}** as it is", number=number) if number else say("I left that as it is")
