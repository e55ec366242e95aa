"""The steps of a plan as its page shows them, each with its tool calls and pending decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse

from chatbot.domain.markdown import render_markdown
from chatbot.formatting import DateSettings, duration
from chatbot.models import Change, Plan, Run, Step, ToolCall
from chatbot.pages.chat.steps import StepView, step_view
from chatbot.pages.focus import then_focus
from chatbot.pages.plans import badges
from chatbot.pages.plans.badges import Badge
from chatbot.pages.problem import Problem

OVER = (Plan.Status.COMPLETED, Plan.Status.FAILED, Plan.Status.CANCELLED, Plan.Status.REJECTED)
MAY_SKIP = (Plan.Status.RUNNING, Plan.Status.PAUSED, Plan.Status.FAILED)


@dataclass(frozen=True, slots=True)
class PlanStepView:
    """`position` is 0 for the summary at the end, which is no step of the proposal."""

    id: str
    position: int
    title: str
    agent: str
    badge: Badge
    detail: str = ""
    after: str = ""  # the steps that it depends on, in words
    took: str = ""
    result: str = ""  # HTML
    error: str = ""
    calls: tuple[StepView, ...] = ()
    runs: tuple[str, ...] = ()
    skip_url: str = ""
    problem: str = ""

    @property
    def is_asking(self) -> bool:
        return any(call.approval for call in self.calls)


@dataclass(frozen=True, slots=True)
class PlanContext:
    """The context of a step's view: the plan with all runs, date settings, a problem."""

    plan: Plan
    runs: Sequence[Run]
    dates: DateSettings
    now: datetime
    problem: Problem | None = None

    def runs_of(self, step: Step) -> list[Run]:
        return [run for run in self.runs if run.step_id == step.pk]

    def summaries(self) -> list[Run]:
        return [run for run in self.runs if run.purpose == Run.Purpose.SUMMARY]

    def problem_at(self, place: object) -> str:
        return self.problem.sentence if self.problem and self.problem.at == str(place) else ""


def runs_with_calls(plan: Plan) -> list[Run]:
    """All runs of the plan in order, with their tool calls."""
    has_changes = Exists(Change.objects.filter(tool_call=OuterRef("pk")))
    calls = ToolCall.objects.annotate(has_changes=has_changes).select_related("decided_by")
    runs = Run.objects.filter(conversation__plan=plan).select_related("reply").defer("input")
    return list(runs.prefetch_related(Prefetch("tool_calls", calls)).order_by("created_at"))


def step_views(context: PlanContext) -> tuple[PlanStepView, ...]:
    steps = [_planned(step, context) for step in context.plan.current_steps]
    if summaries := context.summaries():
        steps.append(_check(context.plan, summaries, context))
    return tuple(steps)


def _planned(step: Step, context: PlanContext) -> PlanStepView:
    runs = context.runs_of(step)
    calls = _calls(runs, context)
    badge = _badge(step, runs, calls, context.plan)
    may_skip = step.status in {Step.Status.PLANNED, Step.Status.FAILED} and context.plan.status in MAY_SKIP
    return PlanStepView(
        id=str(step.pk),
        position=step.position,
        title=step.title,
        agent=step.agent,
        badge=badge,
        detail=step.detail,
        after=_after(step.depends_on),
        took=_took(step.started_at, step.finished_at),
        result=render_markdown(step.result) if step.result else "",
        error=step.error if badge is badges.FAILED else "",
        calls=calls,
        runs=_ids(runs),
        skip_url=_skip_url(step) if may_skip else "",
        problem=context.problem_at(step.pk),
    )


def _skip_url(step: Step) -> str:
    return then_focus(reverse("plan-step-skip", args=[step.plan_id, step.pk]), f"step-{step.pk}")


def _check(plan: Plan, runs: Sequence[Run], context: PlanContext) -> PlanStepView:
    calls = _calls(runs, context)
    last = runs[-1]
    return PlanStepView(
        id=f"check-{plan.pk}",
        position=0,
        title="Check the results and sum up",
        agent="Reviewer",
        badge=_of_run(last, calls, plan),
        took=_took(runs[0].started_at, last.finished_at),
        calls=calls,
        runs=_ids(runs),
    )


def _badge(step: Step, runs: Sequence[Run], calls: Iterable[StepView], plan: Plan) -> Badge:
    match step.status:
        case Step.Status.COMPLETED:
            return badges.DONE
        case Step.Status.SKIPPED:
            return badges.SKIPPED
        case Step.Status.FAILED:
            was_stopped = plan.status == Plan.Status.CANCELLED and _was_cancelled(runs)
            return badges.CANCELLED if was_stopped else badges.FAILED
        case Step.Status.RUNNING:
            return _of_run(runs[-1], calls, plan) if runs else badges.RUNNING
    if plan.status == Plan.Status.PAUSED and runs:
        return badges.PAUSED
    return badges.NOT_STARTED if plan.status in OVER else badges.PLANNED


def _of_run(run: Run, calls: Iterable[StepView], plan: Plan) -> Badge:
    """The badge of a run of the plan, while the plan is active."""
    if plan.status == Plan.Status.PAUSED:
        return badges.PAUSED
    if plan.status in OVER and run.status != Run.Status.SUCCEEDED:
        return badges.CANCELLED if plan.status == Plan.Status.CANCELLED else badges.FAILED
    if any(call.approval for call in calls):
        return badges.WAITING
    return badges.DONE if run.status == Run.Status.SUCCEEDED else badges.RUNNING


def _was_cancelled(runs: Sequence[Run]) -> bool:
    return bool(runs) and runs[-1].status == Run.Status.CANCELLED


def _calls(runs: Iterable[Run], context: PlanContext) -> tuple[StepView, ...]:
    """The tool calls, each once: a run that continues another one takes over its unfinished calls."""
    shown: dict[str, StepView] = {}
    for run in runs:
        for call in run.tool_calls.all():
            view = step_view(call, run, context.dates, context.now, context.problem_at(call.call_id))
            # Only ended runs can be undone.
            shown[call.call_id] = replace(view, undoable=False) if run.active else view
    return tuple(shown.values())


def _ids(runs: Iterable[Run]) -> tuple[str, ...]:
    return tuple(str(run.pk) for run in runs)


def _took(start: datetime | None, end: datetime | None) -> str:
    return duration((end - start).total_seconds() * 1000) if start and end else ""


def _after(positions: Sequence[int]) -> str:
    if not positions:
        return ""
    *most, last = map(str, positions)
    return f"after {', '.join(most)} and {last}" if most else f"after {last}"
