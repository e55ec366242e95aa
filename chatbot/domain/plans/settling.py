"""What has become of the steps at work, taken over from their runs."""

from __future__ import annotations

from django.utils import timezone

from chatbot.models import Plan, PlanMessage, Run, Step

from .saying import send_agent_message, send_step_update

STOPPED = "Stopped"


def settle(plan: Plan) -> None:
    """Take over how the runs of the steps of a locked plan have ended."""
    for step in plan.current_steps:
        if step.status != Step.Status.RUNNING:
            continue
        run = step.runs.select_related("reply").order_by("-created_at").first()
        if run is None or run.active:
            continue
        if run.status == Run.Status.SUCCEEDED:
            _end_step(step, Step.Status.COMPLETED, result=run.reply.content)
            send_agent_message(plan.pk, step.agent, step.result, PlanMessage.Type.RESULT, step_id=step.pk)
            send_step_update(plan.pk, step.pk, PlanMessage.Status.COMPLETED, f"Step {step.position} is done.")
        elif run.status == Run.Status.CANCELLED and plan.status == Plan.Status.PAUSED:
            Step.objects.filter(pk=step.pk).update(status=Step.Status.PLANNED)
            send_step_update(plan.pk, step.pk, content=f"Interrupted: {step.title}")
        else:
            _end_step(step, Step.Status.FAILED, error=run.error or STOPPED)
            send_step_update(plan.pk, step.pk, PlanMessage.Status.ERROR, f"{step.title}: {step.error}")


def _end_step(step: Step, status: Step.Status, *, result: str = "", error: str = "") -> None:
    step.status, step.result, step.error, step.finished_at = status, result, error, timezone.now()
    step.save(update_fields=["status", "result", "error", "finished_at"])
