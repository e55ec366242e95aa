"""Parse the messages that `domain.plans.runs` sends to the agents of a plan."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import batched
from typing import Any

from chatbot.formatting.sentences import LANGUAGES, marked, pattern_of, say_in
from chatbot.offline_assistant.language.goals import Goal, read_goal
from chatbot.offline_assistant.reports import ADDED, ADDED_ALL
from chatbot.offline_assistant.transcript import Transcript

# A goal may contain a line of this form before the question: only the last one counts.
_IS_LAST = (
    r"(?!.*\n\n(?:Your step \(|The user turned it down and says:\n"
    r"|Check them against the goal and sum up\.\s*\Z))"
)
# Any text that begins with "Goal:" is one.
_ASSIGNMENT = re.compile(
    r"Goal:\n(?P<goal>.*?)"
    r"(?:\n\nYour last proposal:\n(?P<proposal>.*)\n\nThe user turned it down and says:\n(?P<feedback>.*)"
    r"|(?:\n\nResults of the steps so far:\n(?P<results>.*))?"
    r"(?:(?P<summary>\n\nCheck them against the goal and sum up\.)"
    rf"|\n\nYour step \(\d+ of \d+\): {_IS_LAST}(?P<title>[^\n]*)(?:\n(?P<detail>.*))?)"
    r")?\s*\Z",
    re.DOTALL,
)
_RESULT = re.compile(r"^\d+\. [^\n]* \([^\n()]*, (completed|skipped)\):$", re.MULTILINE)
ALREADY_THERE = marked("On your list already:")
_ADDED = re.compile(r"^(?:\w+:? |- )\*\*#(?P<number>\d{1,9})\*\*", re.MULTILINE)
_AGENT = re.compile(r"^- (?P<name>[^\n:]{1,60}): (?P<purpose>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Assignment:
    """What an agent is asked to do. `proposal` and `feedback`: a person's feedback on a proposal. `title`,
    `detail`: of its step."""

    goal: Goal
    now: datetime
    proposal: dict[str, Any] | None = None
    feedback: str = ""
    title: str = ""
    detail: str = ""
    results: tuple[str, ...] = ()
    skipped: int = 0
    is_summary: bool = False

    @property
    def made(self) -> list[int]:
        """The numbers of the tasks that earlier steps report as added."""
        numbers: list[int] = []
        for result in self.results:
            block = _already_there().split(result, 1)[0]
            if begin := next(filter(None, (one.search(block) for one in _making())), None):
                block = block[begin.start() :]
                numbers += [int(match["number"]) for match in _ADDED.finditer(block)]
        return list(dict.fromkeys(numbers))


def read_assignment(transcript: Transcript) -> Assignment:
    """Parse the last message; if it only asks again, the first one."""
    said = [one.text for one in transcript.earlier if one.role == "user"]
    text = transcript.message
    if not text.startswith("Goal:\n"):
        text = next((one for one in reversed(said) if one.startswith("Goal:\n")), f"Goal:\n{text}")
    parts = {name: part.strip() for name, part in next(_ASSIGNMENT.finditer(text)).groupdict("").items()}
    steps = list(batched(_RESULT.split(parts["results"])[1:], 2))
    return Assignment(
        read_goal(parts["goal"], transcript.now),
        transcript.now,
        proposal=_object(parts["proposal"]),
        feedback=parts["feedback"],
        title=parts["title"],
        detail=parts["detail"],
        results=tuple(result.strip() for status, result in steps if status == "completed"),
        skipped=sum(status == "skipped" for status, _ in steps),
        is_summary=bool(parts["summary"]),
    )


@cache
def _making() -> list[re.Pattern[str]]:
    """Where a result begins to say which tasks were added, in any language."""
    texts = (say_in(language, text).rstrip(".") for language in LANGUAGES for text in (ADDED, ADDED_ALL))
    return [re.compile(f"^{pattern_of(text)}", re.MULTILINE) for text in texts]


@cache
def _already_there() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(f"\n\n{say_in(language, ALREADY_THERE)}") for language in LANGUAGES))


def agents_in(instructions: str) -> dict[str, str]:
    """The agents that a planner may assign steps to, with their purposes."""
    _, _, after = instructions.rpartition("The agents:\n")
    return {match["name"]: match["purpose"] for match in _AGENT.finditer(after)}


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
