from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from chatbot.domain.events import Result, ToolOutput
from chatbot.domain.journal.tool_calls import Outcome, SoFar
from chatbot.domain.plans.create import create_plan
from chatbot.formatting import DateSettings
from chatbot.models import ToolCall, User

from .common.lines import title_in
from .tool import Arguments, Tool


class MakePlan(Arguments):
    goal: Annotated[str, Field(description="The goal in the user's own words, with every detail they gave.")]


class MadePlan(Result):
    id: UUID
    title: str
    status: str
    url: str  # of its page


class PlanMade(ToolOutput):
    plan: MadePlan


def make_plan(owner: User, arguments: MakePlan, so_far: SoFar) -> Outcome:
    model = so_far.run.conversation.model if so_far.run else ""
    plan = create_plan(owner, arguments.goal, model=model)
    made = MadePlan(id=plan.pk, title=plan.title, status=plan.status, url=f"/plan/{plan.pk}/")
    return Outcome(PlanMade(plan=made), _plan_started(plan.title))


def _plan_started(title: str) -> str:
    return _("Plan started: %(title)s") % {"title": title}


def started_line(call: ToolCall, dates: DateSettings) -> str:
    title = title_in(call, "plan")
    return _plan_started(title) if title else ""


TOOL = Tool(
    "make_plan",
    "Begin a plan for a goal that takes several steps, in the user's own words with every detail they gave. "
    "A team of agents proposes steps there, and the user approves them. Link to its url in your reply.",
    MakePlan,
    make_plan,
    kind="adds",
    starts_agents=True,
    output=PlanMade,
    starting=gettext_noop("Starting a plan..."),
    message=started_line,
)
