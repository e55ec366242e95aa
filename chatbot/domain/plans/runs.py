"""The runs of a plan: for planning, for each step, and for the summary. Each has its own conversation."""

from __future__ import annotations

import json

from django.utils import timezone

from chatbot.domain.errors import Conflict
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.runs.cancel import cancel_run
from chatbot.domain.runs.endings import cancel
from chatbot.domain.runs.queue import queue_continuation, queue_message, queued_event
from chatbot.models import Conversation, Message, Plan, Run, Step

from .proposal_schema import proposal_of

_SHOWN_RESULT = 4_000  # characters


def runs_of(plan: Plan, purpose: Run.Purpose) -> list[Run]:
    """The plan's runs of a purpose, the newest first."""
    runs = Run.objects.filter(conversation__plan=plan, purpose=purpose)
    return list(runs.select_related("reply", "conversation", "trigger").order_by("-created_at"))


def start_planning(plan: Plan, feedback: str = "") -> None:
    """Ask the planner for a proposal, or, with a person's feedback, for a new one."""
    text = f"Goal:\n{plan.goal}"
    if feedback:
        last = json.dumps(proposal_of(plan), ensure_ascii=False)
        text += f"\n\nYour last proposal:\n{last}\n\nThe user turned it down and says:\n{feedback}"
    _send(_new_conversation(plan), text, Run.Purpose.PLANNING)


def request_correction(asked: Run, problem: str) -> None:
    """Ask the planner to correct an answer that is not a valid plan."""
    text = f"That is not a valid plan. {problem} Answer again, with the whole plan."
    _send(asked.conversation, text, Run.Purpose.PLANNING)


def retry_planning(plan: Plan) -> None:
    """Send the last request to the planner again, in a new conversation."""
    asked = runs_of(plan, Run.Purpose.PLANNING)[0]
    first = asked.conversation.messages.filter(role=Message.Role.USER).order_by("position").first()
    _send(_new_conversation(plan), (first or asked.trigger).content, Run.Purpose.PLANNING)


def start_step(plan: Plan, step: Step) -> None:
    """Start the run of a step, or continue an earlier run of it that was interrupted."""
    step.status, step.error = Step.Status.RUNNING, ""
    step.started_at = step.started_at or timezone.now()
    step.save(update_fields=["status", "error", "started_at"])
    earlier = step.runs.select_related("conversation", "trigger").order_by("-created_at").first()
    if earlier is not None:
        _continue_run(earlier, step)
    else:
        _send(_new_conversation(plan), _step_prompt(plan, step), Run.Purpose.STEP, step)


def start_summary(plan: Plan) -> None:
    """Ask for a check of the results against the goal, and for a summary."""
    text = f"Goal:\n{plan.goal}\n\n{_results(plan.current_steps)}\n\nCheck them against the goal and sum up."
    _send(_new_conversation(plan), text, Run.Purpose.SUMMARY)


def retry_summary(plan: Plan) -> None:
    """Retry a summary that failed or was interrupted."""
    summaries = runs_of(plan, Run.Purpose.SUMMARY)
    if summaries and summaries[0].status in {Run.Status.FAILED, Run.Status.CANCELLED}:
        _continue_run(summaries[0])


def stop_runs(plan: Plan) -> None:
    """Stop all runs of a locked plan. Locks conversations and runs, before the stream."""
    conversations = Conversation.objects.filter(plan=plan).order_by("pk").select_for_update(no_key=True)
    runs = Run.objects.filter(conversation__in=[conversation.pk for conversation in conversations]).active()
    for run in list(runs.order_by("pk").select_for_update(no_key=True)):
        try:
            cancel_run(plan.owner, run.pk)
        except Conflict:
            continue  # it has ended in the meantime


def end_stopping_runs(plan: Plan) -> None:
    """End the runs that are asked to stop, without waiting for their processes to notice."""
    stopping = Run.objects.filter(conversation__plan=plan, stop_requested_at__isnull=False).active()
    for run in stopping.order_by("pk"):
        cancel(Claim.of(run))


def _new_conversation(plan: Plan) -> Conversation:
    return Conversation.objects.create(owner_id=plan.owner_id, plan=plan, title=plan.title, model=plan.model)


def _send(conversation: Conversation, text: str, purpose: Run.Purpose, step: Step | None = None) -> None:
    run = queue_message(conversation, text, purpose=purpose, step=step)
    publish(run.owner_id, queued_event(run))


def _continue_run(earlier: Run, step: Step | None = None) -> None:
    run = queue_continuation(earlier, purpose=Run.Purpose(earlier.purpose), step=step)
    publish(run.owner_id, queued_event(run))


def _step_prompt(plan: Plan, step: Step) -> str:
    steps = plan.current_steps
    earlier = [other for other in steps if other.position < step.position]
    parts = [f"Goal:\n{plan.goal}", _results(earlier)] if earlier else [f"Goal:\n{plan.goal}"]
    parts.append(f"Your step ({step.position} of {len(steps)}): {step.title}\n{step.detail}".strip())
    return "\n\n".join(part for part in parts if part)


def _results(steps: list[Step]) -> str:
    lines = [
        f"{step.position}. {step.title} ({step.agent}, {step.status}):\n{step.result[:_SHOWN_RESULT]}"
        for step in steps
        if step.status in {Step.Status.COMPLETED, Step.Status.SKIPPED}
    ]
    return "Results of the steps so far:\n" + "\n".join(lines) if lines else ""
