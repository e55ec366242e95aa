"""Proposes a plan for a goal: review, assess, add the tasks, check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chatbot.formatting.request_dates import written_in
from chatbot.formatting.sentences import marked, say
from chatbot.offline_assistant.language.goals import Goal
from chatbot.offline_assistant.transcript import Transcript
from chatbot.offline_assistant.wording import day_words, joined, tasks_words

from .assignments import agents_in, read_assignment
from .feedback import revised
from .roles import Role, team_of
from .tasks import listed, task_lines

TITLES: dict[Role, str] = {
    "researcher": marked("Look for what is there already"),
    "analyst": marked("See how full the list is"),
    "advisor": marked("Decide what comes first"),
    "manager": marked("Add the tasks"),
    "reviewer": marked("Check the result against the goal"),
}


@dataclass(frozen=True)
class _Step:
    role: Role
    detail: str
    needs: tuple[Role, ...] = ()


def propose(transcript: Transcript, instructions: str) -> str:
    """The proposal as JSON, or the last one revised by the person's feedback."""
    assignment = read_assignment(transcript)
    with written_in(assignment.goal.language):
        if assignment.proposal and assignment.proposal.get("steps"):
            plan = revised(assignment.proposal, assignment.feedback, assignment.goal, assignment.now)
        else:
            plan = _proposal(assignment.goal, team_of(agents_in(instructions)), assignment.now)
    return json.dumps(plan, ensure_ascii=False)


def _proposal(goal: Goal, team: Mapping[Role, str], now: datetime) -> dict[str, Any]:
    wanted = _looking() if goal.is_looking else _doing(goal, now)
    # If the team lacks an agent, another one takes its steps, the most important steps first.
    steps = [step for step in wanted if step.role in team] or wanted[:1]
    places = {step.role: place for place, step in enumerate(steps, start=1)}
    stand_in = next(iter(team.values()), "Task Manager")
    return {
        "title": goal.title or say("Plan"),
        "steps": [
            {
                "title": say(TITLES[step.role]),
                "detail": step.detail,
                "agent": team.get(step.role, stand_in),
                "depends_on": [places[role] for role in step.needs if role in places],
            }
            for step in steps
        ],
        "note": _note(goal, now),
    }


def _looking() -> list[_Step]:
    return [
        _Step("analyst", say("Count what is open, overdue and without a date.")),
        _Step("advisor", say("Say what to do first, and what can wait."), ("analyst",)),
        _Step("reviewer", say("Say whether that answers the goal."), ("advisor",)),
    ]


def _doing(goal: Goal, now: datetime) -> list[_Step]:
    tasks = task_lines(goal, goal.pieces, now)
    words = joined(list(dict.fromkeys([goal.subject, *goal.parts]))[:6])
    count = say("Count what is open and overdue.")
    if goal.day:
        day = day_words(goal.day, now)
        count = say("Count what is open and overdue, and what is due until {day}.", day=day)
    return [
        _Step("researcher", say("Search tasks and conversations for {words}.", words=words)),
        _Step("analyst", count),
        _Step(
            "advisor", say("Say in which order to begin, and what may go wrong."), ("researcher", "analyst")
        ),
        _Step("manager", listed(tasks), ("researcher", "advisor")),
        _Step("reviewer", say("Name each part of the goal and its task, and what is missing."), ("manager",)),
    ]


def _note(goal: Goal, now: datetime) -> str:
    said = say("I split the goal by rules; I am no language model, so look through it.")
    if goal.is_looking:
        return said
    tasks = tasks_words(len(goal.pieces))
    makes = say("This makes {tasks} without dates.", tasks=tasks)
    if goal.day:
        makes = say("This makes {tasks} until {day}.", tasks=tasks, day=day_words(goal.day, now))
    left_out = say("I left out {tasks}.", tasks=joined(goal.excluded)) if goal.excluded else ""
    return " ".join(filter(None, [makes, left_out, said]))
