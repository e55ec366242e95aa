"""A plan as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils import timezone

from chatbot.domain.markdown import render_markdown
from chatbot.domain.plans.life import OPEN
from chatbot.models import Change, Plan, Step, Task
from chatbot.pages.phrases import clock, day_phrase
from chatbot.pages.plans.badges import Badge, plan_badge
from chatbot.pages.plans.messages import PlanMessageView, message_views
from chatbot.pages.plans.steps import PlanStepView, Setting, runs_with_calls, step_views
from chatbot.pages.task_rows import TaskRow, task_row
from chatbot.pages.transcript import Problem

LONG_GOAL = 400  # characters; a longer one is folded


@dataclass(frozen=True, slots=True)
class Progress:
    total: int
    completed: int
    skipped: int

    @classmethod
    def of(cls, plan: Plan) -> Progress:
        states = [step.status for step in plan.current_steps]
        return cls(len(states), states.count(Step.Status.COMPLETED), states.count(Step.Status.SKIPPED))

    @property
    def text(self) -> str:
        """ "2 of 5 completed"; nothing where there is no plan yet."""
        if not self.total:
            return ""
        skipped = f" · {self.skipped} skipped" if self.skipped else ""
        return f"{self.completed} of {self.total} completed{skipped}"

    @property
    def over(self) -> int:
        return self.completed + self.skipped


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in the list."""

    id: str
    title: str
    badge: Badge
    progress: Progress
    when: str
    created_at_iso: str

    @property
    def url(self) -> str:
        return reverse("plan", args=[self.id])


@dataclass(frozen=True, slots=True)
class PlanView:
    id: str
    title: str
    goal: str
    status: str
    version: int
    badge: Badge
    progress: Progress
    facts: str
    error: str
    result: str  # HTML
    problem: str
    steps: tuple[PlanStepView, ...] = ()
    messages: list[PlanMessageView] = field(default_factory=list)
    made: list[TaskRow] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        return len(self.goal) > LONG_GOAL or self.goal.count("\n") > 5

    @property
    def open(self) -> bool:
        return self.status in OPEN

    @property
    def asking(self) -> PlanStepView | None:
        """The first step that waits for a person."""
        return next((step for step in self.steps if step.is_asking), None)

    @property
    def runs(self) -> str:
        """Ids of the runs whose events concern the page."""
        return " ".join(run for step in self.steps for run in step.runs)


def plan_row(plan: Plan, tz: tzinfo, now: datetime, *, is_asking: bool) -> PlanRow:
    """Of a plan whose steps were fetched with it."""
    return PlanRow(
        id=str(plan.pk),
        title=str(plan),
        badge=plan_badge(plan, is_asking=is_asking),
        progress=Progress.of(plan),
        when=_moment(plan.created_at, tz, now),
        created_at_iso=plan.created_at.isoformat(),
    )


def plan_view(plan: Plan, tz: tzinfo, problem: Problem | None = None) -> PlanView:
    now = timezone.now()
    setting = Setting(plan, runs_with_calls(plan), tz, now, problem)
    steps = step_views(setting)
    return PlanView(
        id=str(plan.pk),
        title=str(plan),
        goal=plan.goal,
        status=plan.status,
        version=plan.version,
        badge=plan_badge(plan, is_asking=any(step.is_asking for step in steps)),
        progress=Progress.of(plan),
        facts=_facts(plan, tz, now),
        error=plan.error if plan.status == Plan.Status.FAILED else "",
        result=render_markdown(plan.summary) if plan.summary else "",
        problem=setting.problem_at(plan.pk),
        steps=steps,
        messages=message_views(setting, steps),
        made=_made(plan, tz, now),
    )


def _facts(plan: Plan, tz: tzinfo, now: datetime) -> str:
    facts = [f"Made {_lowered(_moment(plan.created_at, tz, now))}"]
    if plan.approved_by is not None:
        facts.append(f"approved by {plan.approved_by.username}")
    if plan.finished_at is not None:
        facts.append(f"ended {_lowered(_moment(plan.finished_at, tz, now))}")
    return " · ".join(facts)


def _moment(moment: datetime, tz: tzinfo, now: datetime) -> str:
    return f"{day_phrase(moment, tz, now)} {clock(moment, tz)}"


def _lowered(phrase: str) -> str:
    return phrase[0].lower() + phrase[1:] if phrase.startswith(("Today", "Yesterday")) else phrase


def _made(plan: Plan, tz: tzinfo, now: datetime) -> list[TaskRow]:
    """The tasks that the plan has made, as far as they are still there."""
    changes = Change.objects.filter(tool_call__run__conversation__plan=plan, before__isnull=True)
    tasks = Task.objects.of(plan.owner).filter(pk__in=changes.values("task_id"))
    return [task_row(task, tz, now) for task in tasks.prefetch_related("tags").order_by("number")]
