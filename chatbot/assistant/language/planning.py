"""Requests for a plan, and goals that are worth one."""

from __future__ import annotations

from .commands import MakePlan
from .courtesy import without_courtesy
from .goals import ASKED_FOR, is_goal
from .new_tasks import read_new_task
from .reading import Reading


def read_plan(text: str, reading: Reading) -> MakePlan | None:
    """The plan that a message asks for, or that it is offered: a goal rather than a command."""
    plain = without_courtesy(text)
    if asked := ASKED_FOR.match(plain):
        return MakePlan(reading.plain(asked["goal"]))
    if is_goal(reading.plain(plain), reading.now):
        return MakePlan(reading.plain(plain), read_new_task(plain, reading), is_offer=True)
    return None
