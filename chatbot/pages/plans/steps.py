"""The steps of a plan as its page shows them, each with its tool calls and what it waits for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from chatbot.domain.markdown import render_markdown
from chatbot.domain.plans.proposed_tasks import text_of
from chatbot.formatting import DateSettings
from chatbot.models import Change, Plan, Run, Step, ToolCall
from chatbot.pages.chat.steps import StepView, step_view
from chatbot.pages.focus import then_focus
from chatbot.pages.plans import badges
from chatbot.pages.plans.badges import Badge
from chatbot.pages.plans.live import Stream, activity_of, stream_of
from chatbot.pages.plans.task_chips import ProposedTaskView, task_views
from chatbot.pages.plans.time_spent import elapsed, time_spent
from chatbot.pages.problem import Problem
from chatbot.pages.stored_sentences import in_own_language

OVER = (Plan.Status.COMPLETED, Plan.Status.FAILED, Plan.Status.CANCELLED, Plan.Status.REJECTED)
MAY_SKIP = (Plan.Status.RUNNING, Plan.Status.PAUSED, Plan.Status.FAILED)


@dataclass(frozen=True, slots=True)
class PlanStepView:
    """`position` is 0 for the summary at the end, which is no step of the proposal.

    `asking`: the calls that wait for a person; the page shows them above the steps.
    """

    id: str
    position: int
    title: str
    agent: str
    badge: Badge
    detail: str = ""  # HTML
    after: str = ""  # the steps that it depends on, in words
    took: str = ""
    elapsed: int | None = None  # milliseconds, while its agent works
    result: str = ""  # HTML
    error: str = ""
    calls: tuple[StepView, ...] = ()
    asking: tuple[StepView, ...] = ()
    runs: tuple[str, ...] = ()
    stream: Stream | None = None
    tasks: tuple[ProposedTaskView, ...] = ()  # that it would add, while the proposal can be changed
    skip_url: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        return _("Step %(number)d") % {"number": self.position} if self.position else self.title


@dataclass(frozen=True, slots=True)
class PlanContext:
    """The context of a step's view: the plan with all runs, date settings, a problem."""

    plan: Plan
    runs: Sequence[Run]
    dates: DateSettings
    now: datetime
    problem: Problem | None = None
    task_makers: Collection[str] = ()  # the agents whose tasks can be changed

    def runs_of(self, step: Step) -> list[Run]:
        return [run for run in self.runs if run.step_id == step.pk]

    def summaries(self) -> list[Run]:
        return [run for run in self.runs if run.purpose == Run.Purpose.SUMMARY]

    def problem_at(self, place: object) -> str:
        return self.problem.sentence if self.problem and self.problem.at == str(place) else ""


def runs_with_calls(plan: Plan) -> list[Run]:
    """All runs of the plan in order, with their tool calls."""
    changes = Prefetch("changes", Change.objects.only("tool_call"))
    calls = ToolCall.objects.select_related("decided_by").prefetch_related(changes)
    runs = Run.objects.filter(conversation__plan=plan).select_related("reply").defer("input")
    return list(runs.prefetch_related(Prefetch("tool_calls", calls)).order_by("created_at"))


def step_views(context: PlanContext) -> tuple[PlanStepView, ...]:
    steps = [_planned(step, context) for step in context.plan.current_steps]
    if summaries := context.summaries():
        steps.append(_check(context.plan, summaries, context))
    return tuple(steps)


def _planned(step: Step, context: PlanContext) -> PlanStepView:
    runs = context.runs_of(step)
    calls, asking = _calls(runs, context)
    badge = _badge(step, runs, asking, context.plan)
    tasks = task_views(step.detail, context.dates, context.now) if step.agent in context.task_makers else ()
    detail = text_of(step.detail) if tasks else step.detail
    may_skip = step.status in {Step.Status.PLANNED, Step.Status.FAILED} and context.plan.status in MAY_SKIP
    view = PlanStepView(
        id=str(step.pk),
        position=step.position,
        title=step.title,
        agent=step.agent,
        badge=badge,
        detail=render_markdown(detail) if detail else "",
        after=_after(step.depends_on),
        took=time_spent(runs),
        elapsed=elapsed(runs, context.now),
        result=render_markdown(step.result) if step.result else "",
        error=in_own_language(step.error) if badge is badges.FAILED else "",
        calls=calls,
        asking=asking,
        runs=_ids(runs),
        tasks=tasks,
        skip_url=_skip_url(step) if may_skip else "",
        problem=context.problem_at(step.pk),
    )
    return _live(view, runs)


def _skip_url(step: Step) -> str:
    return then_focus(reverse("plan-step-skip", args=[step.plan_id, step.pk]), f"step-{step.position}")


def _check(plan: Plan, runs: Sequence[Run], context: PlanContext) -> PlanStepView:
    calls, asking = _calls(runs, context)
    view = PlanStepView(
        id=f"check-{plan.pk}",
        position=0,
        title=_("Check the results and sum up"),
        agent=_("Reviewer"),
        badge=_of_run(runs[-1], asking, plan),
        took=time_spent(runs),
        elapsed=elapsed(runs, context.now),
        calls=calls,
        asking=asking,
        runs=_ids(runs),
    )
    return _live(view, runs)


def _live(view: PlanStepView, runs: Sequence[Run]) -> PlanStepView:
    """While an agent is active, the step says what it is doing, and shows the text that it is writing."""
    if view.badge is not badges.RUNNING or not runs or not runs[-1].active:
        return view
    return replace(view, badge=activity_of(runs[-1], view.calls), stream=stream_of(runs[-1]))


def _badge(step: Step, runs: Sequence[Run], asking: Sequence[StepView], plan: Plan) -> Badge:
    match step.status:
        case Step.Status.COMPLETED:
            return badges.DONE
        case Step.Status.SKIPPED:
            return badges.SKIPPED
        case Step.Status.FAILED:
            was_stopped = plan.status == Plan.Status.CANCELLED and _was_cancelled(runs)
            return badges.STOPPED if was_stopped else badges.FAILED
        case Step.Status.RUNNING:
            return _of_run(runs[-1], asking, plan) if runs else badges.RUNNING
    if plan.status == Plan.Status.PAUSED and runs:
        return badges.PAUSED
    return badges.NOT_STARTED if plan.status in OVER else badges.PLANNED


def _of_run(run: Run, asking: Sequence[StepView], plan: Plan) -> Badge:
    """The badge of a run of the plan, while the plan is active."""
    if plan.status == Plan.Status.PAUSED:
        return badges.PAUSED
    if plan.status in OVER and run.status != Run.Status.SUCCEEDED:
        return badges.STOPPED if plan.status == Plan.Status.CANCELLED else badges.FAILED
    if asking:
        return badges.WAITING
    return badges.DONE if run.status == Run.Status.SUCCEEDED else badges.RUNNING


def _was_cancelled(runs: Sequence[Run]) -> bool:
    return bool(runs) and runs[-1].status == Run.Status.CANCELLED


def _calls(runs: Iterable[Run], context: PlanContext) -> tuple[tuple[StepView, ...], tuple[StepView, ...]]:
    """The tool calls, each once, and those that wait for a person. A run that continues another one takes
    over its unfinished calls."""
    shown: dict[str, StepView] = {}
    for run in runs:
        for call in run.tool_calls.all():
            view = step_view(call, run, context.dates, context.now, context.problem_at(call.call_id))
            # Only ended runs can be undone.
            shown[call.call_id] = replace(view, undoable=False) if run.active else view
    asking = tuple(view for view in shown.values() if view.approval)
    return tuple(view for view in shown.values() if not view.approval), asking


def _ids(runs: Iterable[Run]) -> tuple[str, ...]:
    return tuple(str(run.pk) for run in runs)


def _after(positions: Sequence[int]) -> str:
    if not positions:
        return ""
    *most, last = map(str, positions)
    if not most:
        return _("after %(last)s") % {"last": last}
    return _("after %(most)s and %(last)s") % {"most": ", ".join(most), "last": last}
