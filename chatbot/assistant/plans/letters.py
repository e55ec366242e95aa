"""What the agents of a plan are sent: the messages of `domain.plans.work`, read back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chatbot.assistant.language.goals import Goal
from chatbot.assistant.transcript import Transcript

_GOAL = re.compile(
    r"\AGoal:\n(?P<goal>.*?)(?=\n\n(?:Your last proposal:|Results of the steps|Your step \()|\Z)", re.DOTALL
)
_PROPOSAL = re.compile(
    r"\n\nYour last proposal:\n(?P<json>.*)\n\nThe user turned it down and says:\n(?P<said>.*)\Z", re.DOTALL
)
_STEP = re.compile(
    r".*\n\nYour step \((?P<position>\d+) of (?P<total>\d+)\): (?P<title>[^\n]*)(?:\n(?P<detail>.*))?\Z",
    re.DOTALL,
)
_RESULTS = re.compile(r"\n\nResults of the steps so far:\n(?P<results>.*)", re.DOTALL)
_RESULT = re.compile(
    r"^(?P<position>\d+)\. (?P<title>[^\n]*) \((?P<agent>[^\n()]*), (?P<status>completed|skipped)\):$",
    re.MULTILINE,
)
_ADDED = re.compile(r"^(?:Added |- )\*\*#(?P<number>\d{1,9})\*\*", re.MULTILINE)
_MAKING = re.compile(r"^Added\b", re.MULTILINE)
SUMMING_UP = "Check them against the goal and sum up."
_AGENT = re.compile(r"^- (?P<name>[^\n:]{1,60}): (?P<purpose>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """`proposal` and `feedback`: what a person says of a proposal. `title`, `detail`: of the step to do."""

    goal: str
    proposal: dict[str, Any] | None = None
    feedback: str = ""
    title: str = ""
    detail: str = ""
    results: dict[str, str] = field(default_factory=dict)  # by the step's title
    skipped: int = 0
    is_summary: bool = False


@dataclass(frozen=True)
class Assignment:
    """What an agent knows when it begins."""

    goal: Goal
    letter: Letter
    now: datetime

    @property
    def made(self) -> list[int]:
        """The numbers of the tasks that earlier steps say they added."""
        numbers: list[int] = []
        for result in self.letter.results.values():
            if begin := _MAKING.search(result):
                block = result[begin.start() :].split("\n\nOn your list already", 1)[0]
                numbers += [int(match["number"]) for match in _ADDED.finditer(block)]
        return list(dict.fromkeys(numbers))


def read_letter(transcript: Transcript) -> Letter:
    """What the last message asks; where it only asks again, what the first one did."""
    said = [one.text for one in transcript.earlier if one.role == "user"]
    text = transcript.message
    if not text.startswith("Goal:\n"):
        text = next((one for one in reversed(said) if one.startswith("Goal:\n")), f"Goal:\n{text}")
    found = _GOAL.match(text)
    goal = (found["goal"] if found else text).strip()
    if proposal := _PROPOSAL.search(text):
        return Letter(goal, proposal=_object(proposal["json"]), feedback=proposal["said"].strip())
    if text.rstrip().endswith(SUMMING_UP):
        return Letter(goal, results=_results(text), skipped=_skipped(text), is_summary=True)
    if step := _STEP.match(text):
        before = text[: step.start("position")]
        return Letter(
            goal, title=step["title"].strip(), detail=(step["detail"] or "").strip(), results=_results(before)
        )
    return Letter(goal)


def agents_in(instructions: str) -> dict[str, str]:
    """The agents that a planner may give steps to, with what each is for."""
    _, _, after = instructions.rpartition("The agents:\n")
    return {match["name"]: match["purpose"] for match in _AGENT.finditer(after)}


def _results(text: str) -> dict[str, str]:
    found = _RESULTS.search(text)
    if found is None:
        return {}
    marks = list(_RESULT.finditer(found["results"]))
    ends = [mark.start() for mark in marks[1:]] + [len(found["results"])]
    return {
        mark["title"]: found["results"][mark.end() : end].strip()
        for mark, end in zip(marks, ends, strict=True)
        if mark["status"] == "completed"
    }


def _skipped(text: str) -> int:
    return sum(mark["status"] == "skipped" for mark in _RESULT.finditer(text))


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
