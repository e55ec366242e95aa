"""Requests for a plan, and goals for which a plan is offered."""

from __future__ import annotations

from .commands import MakePlan
from .context import Context
from .courtesy import without_courtesy
from .goals import ASKED_FOR, is_goal
from .new_tasks import read_new_task


def read_plan(text: str, context: Context) -> MakePlan | None:
    """The plan that a message requests, or an offer of one if it is a goal rather than a command."""
    plain = without_courtesy(text)
    if asked := ASKED_FOR.match(plain):
        return MakePlan(context.plain(asked["goal"]))
    if is_goal(context.plain(plain), context.now):
        return MakePlan(context.plain(plain), read_new_task(plain, context), is_offer=True)
    return None
