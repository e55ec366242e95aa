"""Proposes a plan for a goal: look, weigh, make the tasks, check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chatbot.assistant.language.goals import Goal, read_goal
from chatbot.assistant.transcript import Transcript
from chatbot.assistant.wording import day_words, joined, plural

from .feedback import revised
from .letters import agents_in, read_letter
from .roles import Role, team_of
from .tasks import listed, task_lines

LOOK, COUNT, WEIGH, ADD, CHECK = (
    "Look for what is there already",
    "See how full the list is",
    "Decide what comes first",
    "Add the tasks",
    "Check the result against the goal",
)
ROLES: dict[str, Role] = {
    LOOK: "researcher",
    COUNT: "analyst",
    WEIGH: "advisor",
    ADD: "manager",
    CHECK: "reviewer",
}
EDIT = "Change, add or drop lines as you like:"


@dataclass(frozen=True)
class _Step:
    title: str
    detail: str
    needs: tuple[str, ...] = ()


def propose(transcript: Transcript, instructions: str) -> str:
    """The proposal as JSON, or what becomes of the last one by what the person says of it."""
    letter = read_letter(transcript)
    goal = read_goal(letter.goal, transcript.now)
    team = team_of(agents_in(instructions))
    if letter.proposal is not None and letter.proposal.get("steps"):
        return json.dumps(revised(letter.proposal, letter.feedback, goal, transcript.now), ensure_ascii=False)
    return json.dumps(_proposal(goal, team, transcript.now), ensure_ascii=False)


def _proposal(goal: Goal, team: Mapping[Role, str], now: datetime) -> dict[str, Any]:
    wanted = _looking(goal) if goal.is_looking else _doing(goal, now)
    # A team may lack somebody; whoever is there stands in for the work that is needed most.
    steps = [step for step in wanted if ROLES[step.title] in team] or wanted[:1]
    places = {step.title: place for place, step in enumerate(steps, start=1)}
    stand_in = next(iter(team.values()), "Task Manager")
    return {
        "title": goal.title or "Plan",
        "steps": [
            {
                "title": step.title,
                "detail": step.detail,
                "agent": team.get(ROLES[step.title], stand_in),
                "depends_on": [places[title] for title in step.needs if title in places],
            }
            for step in steps
        ],
        "note": _note(goal, now),
    }


def _looking(goal: Goal) -> list[_Step]:
    return [
        _Step(COUNT, "Count what is open, overdue and without a date."),
        _Step(WEIGH, "Say what to do first, and what can wait.", (COUNT,)),
        _Step(CHECK, "Say whether that answers the goal.", (WEIGH,)),
    ]


def _doing(goal: Goal, now: datetime) -> list[_Step]:
    parts = goal.parts or goal.kind.parts
    tasks = task_lines(goal, parts, now)
    words = joined(list(dict.fromkeys([goal.subject, *goal.parts]))[:6])
    until = f", and what is due until {day_words(goal.day, now)}" if goal.day else ""
    return [
        _Step(LOOK, f"Search tasks and conversations for {words}."),
        _Step(COUNT, f"Count what is open and overdue{until}."),
        _Step(WEIGH, "Say in which order to begin, and what may go wrong.", (LOOK, COUNT)),
        _Step(ADD, f"{EDIT}\n{listed(tasks)}", (LOOK, WEIGH)),
        _Step(CHECK, "Name each part of the goal and its task, and what is missing.", (ADD,)),
    ]


def _note(goal: Goal, now: datetime) -> str:
    said = "I split the goal by rules; I am no language model, so look through it."
    if goal.is_looking:
        return said
    tasks = plural(len(goal.parts or goal.kind.parts), "task")
    dates = f"until {day_words(goal.day, now)}" if goal.day else "without dates"
    return f"This makes {tasks} {dates}. {said}"
