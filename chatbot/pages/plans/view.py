"""A plan as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chatbot.domain.markdown import render_markdown
from chatbot.domain.operations.heartbeats import is_plan_without_worker
from chatbot.domain.plans.proposed_tasks import task_makers
from chatbot.domain.plans.results import tasks_created
from chatbot.domain.plans.status import OPEN
from chatbot.formatting import DateSettings
from chatbot.models import Plan, Run, Step
from chatbot.pages.plans import badges
from chatbot.pages.plans.badges import Badge, plan_badge
from chatbot.pages.plans.messages import Feed, feed_of
from chatbot.pages.plans.spoken import spoken_status
from chatbot.pages.plans.steps import PlanContext, PlanStepView, runs_with_calls, step_views
from chatbot.pages.plans.wishes import wishes_for
from chatbot.pages.problem import Problem
from chatbot.pages.stored_sentences import in_own_language
from chatbot.pages.tasks.rows import TaskRow, answer_row
from chatbot.pages.times import moment_html

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
        """ "2 of 5 completed"; empty without steps."""
        if not self.total:
            return ""
        completed = _("%(completed)d of %(total)d completed") % {
            "completed": self.completed,
            "total": self.total,
        }
        skipped = [_("%(count)d skipped") % {"count": self.skipped}] if self.skipped else []
        return " · ".join([completed, *skipped])

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
    when: SafeString
    is_proposal: bool = False

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
    facts: SafeString
    error: str
    result: str  # HTML
    problem: str
    steps: tuple[PlanStepView, ...] = ()
    feed: Feed = field(default_factory=Feed)
    created: list[TaskRow] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)
    is_queued: bool = False  # a run waits for a worker
    is_without_worker: bool = False
    spoken: str = ""  # the status as a sentence, for screen readers

    @property
    def is_long(self) -> bool:
        return len(self.goal) > LONG_GOAL or self.goal.count("\n") > 5

    @property
    def open(self) -> bool:
        return self.status in OPEN

    @property
    def has_started(self) -> bool:
        return self.status not in {Plan.Status.DRAFT, Plan.Status.AWAITING_APPROVAL, Plan.Status.REJECTED}

    @property
    def planning(self) -> Badge:
        return badges.THINKING

    @property
    def proposal(self) -> str:
        """ "these 5 steps and 3 tasks"."""
        steps, tasks = len(self.steps), sum(len(step.tasks) for step in self.steps)
        words = ngettext("this step", "these %(count)d steps", steps) % {"count": steps}
        if not tasks:
            return words
        return ngettext("%(steps)s and %(count)d task", "%(steps)s and %(count)d tasks", tasks) % {
            "steps": words,
            "count": tasks,
        }

    @property
    def waiting(self) -> list[PlanStepView]:
        """The steps that wait for a decision."""
        return [step for step in self.steps if step.asking]

    @property
    def undoable(self) -> bool:
        """An ended plan has changed something that is not undone."""
        return not self.open and any(call.undoable for step in self.steps for call in step.calls)

    @property
    def runs(self) -> str:
        """Ids of the runs whose events make the page stale."""
        return " ".join(run for step in self.steps for run in step.runs)


def plan_row(plan: Plan, dates: DateSettings, now: datetime, *, is_asking: bool) -> PlanRow:
    """Expects the steps prefetched."""
    return PlanRow(
        id=str(plan.pk),
        title=str(plan),
        badge=plan_badge(plan, is_asking=is_asking),
        progress=Progress.of(plan),
        when=moment_html(plan.created_at, dates, now),
        is_proposal=plan.status == Plan.Status.AWAITING_APPROVAL,
    )


def plan_view(
    plan: Plan, dates: DateSettings, problem: Problem | None = None, before: int | None = None
) -> PlanView:
    """`before`: show the messages before the one with this id, instead of the latest."""
    now = timezone.now()
    is_proposal = plan.status == Plan.Status.AWAITING_APPROVAL
    makers = task_makers() if is_proposal else ()
    context = PlanContext(plan, runs_with_calls(plan), dates, now, problem, makers)
    steps = step_views(context)
    created = [answer_row(task, f"created-{task.number}", dates, now) for task in tasks_created(plan)]
    return PlanView(
        id=str(plan.pk),
        title=str(plan),
        goal=plan.goal,
        status=plan.status,
        version=plan.version,
        badge=plan_badge(plan, is_asking=any(step.asking for step in steps)),
        progress=Progress.of(plan),
        facts=_facts(plan, dates, now),
        error=in_own_language(plan.error) if plan.status == Plan.Status.FAILED else "",
        result=render_markdown(plan.summary) if plan.summary else "",
        problem=context.problem_at(plan.pk),
        steps=steps,
        feed=feed_of(context, before),
        created=created,
        wishes=wishes_for(steps) if is_proposal else [],
        is_queued=any(run.status == Run.Status.QUEUED for run in context.runs),
        is_without_worker=is_plan_without_worker(context.runs),
        spoken=spoken_status(plan, steps, len(created)),
    )


def _facts(plan: Plan, dates: DateSettings, now: datetime) -> SafeString:
    facts: list[tuple[str, str]] = [(_("Created"), moment_html(plan.created_at, dates, now))]
    if plan.finished_at is not None:
        facts.append((_("ended"), moment_html(plan.finished_at, dates, now)))
    return format_html_join(" · ", "{} {}", facts)
