"""Download a plan, as Markdown to read or as JSON with everything that was said."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from chatbot.domain.history.export import plan_json
from chatbot.domain.plans.results import tasks_created
from chatbot.domain.plans.status import find_plan
from chatbot.formatting import DateSettings, absolute_due, absolute_moment
from chatbot.models import Plan, Step
from chatbot.pages.downloads import export_views
from chatbot.pages.plans.badges import PLANS


def _markdown(plan: Plan, _request: HttpRequest, dates: DateSettings) -> Iterator[str]:
    """Lines: the goal, the result, the tasks, and each step with what it was to do and what it found."""
    now = timezone.now()
    status = PLANS[Plan.Status(plan.status)].word
    yield f"# {plan}\n"
    created = absolute_moment(plan.created_at, now, dates)
    yield _("%(status)s. Created %(time)s.") % {"status": status, "time": created} + "\n"
    yield f"## {_('Goal')}\n\n{plan.goal.strip()}\n"
    if outcome := plan.summary or plan.error:
        yield f"## {_('Result')}\n\n{outcome.strip()}\n"
    if tasks := tasks_created(plan):
        yield f"## {_('Tasks')}\n"
        for task in tasks:
            due = _(", due %(due)s") % {"due": absolute_due(task.due, now, dates)} if task.due else ""
            yield f"- [{'x' if task.completed else ' '}] #{task.number} {task.title}{due}"
        yield ""
    for step in plan.current_steps:
        yield _step(step)


def _step(step: Step) -> str:
    head = f"## {step.position}. {step.title}\n\n{step.agent}, {step.get_status_display().lower()}"
    texts = [head, step.detail, step.result or step.error]
    return "\n\n".join(text.strip() for text in texts if text.strip()) + "\n"


as_markdown, as_json = export_views(find_plan, _markdown, plan_json, otherwise="plan")
