"""The steps of a plan: store them with a proposal, and finish each when its run has ended."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from chatbot.models import Plan, PlanMessage, Run, Step

from .messages import send_agent_message, send_step_update
from .proposal_schema import ProposedPlan

STOPPED = "Stopped"


def store_steps(plan: Plan, proposal: ProposedPlan) -> None:
    """Store the proposed steps as a new version of a locked plan. Steps of earlier versions are kept."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1, title=proposal.title)
    plan.refresh_from_db(fields=["version", "title"])
    Step.objects.bulk_create(
        Step(
            plan=plan,
            version=plan.version,
            position=position,
            title=step.title,
            detail=step.detail,
            agent=step.agent,
            depends_on=step.depends_on,
        )
        for position, step in enumerate(proposal.steps, start=1)
    )


def finish_steps(plan: Plan) -> None:
    """Set the status and result of each running step of a locked plan whose run has ended."""
    for step in plan.current_steps:
        if step.status != Step.Status.RUNNING:
            continue
        run = step.runs.select_related("reply").order_by("-created_at").first()
        if run is None or run.active:
            continue
        if run.status == Run.Status.SUCCEEDED:
            _finish_step(step, Step.Status.COMPLETED, result=run.reply.content)
            send_agent_message(
                plan.pk, step.agent, step.result, PlanMessage.Type.RESULT, step_id=step.pk, is_activity=True
            )
            _post_status(step, PlanMessage.Status.COMPLETED, f"Step {step.position} is done.")
        elif run.status == Run.Status.CANCELLED and plan.status == Plan.Status.PAUSED:
            Step.objects.filter(pk=step.pk).update(status=Step.Status.PLANNED)
            _post_status(step, PlanMessage.Status.IN_PROGRESS, f"Interrupted: {step.title}")
        else:
            _finish_step(step, Step.Status.FAILED, error=run.error or STOPPED)
            _post_status(step, PlanMessage.Status.ERROR, f"{step.title}: {step.error}")


def _post_status(step: Step, status: PlanMessage.Status, content: str) -> None:
    send_step_update(step.plan_id, step.pk, status, content, is_activity=True)


def _finish_step(step: Step, status: Step.Status, *, result: str = "", error: str = "") -> None:
    step.status, step.result, step.error, step.finished_at = status, result, error, timezone.now()
    step.save(update_fields=["status", "result", "error", "finished_at"])
