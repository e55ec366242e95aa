"""The runs of a plan: for planning, for each step, and for the summary. Each has a conversation to itself."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from chatbot.domain.conversations.verbs import add_message
from chatbot.domain.errors import Conflict
from chatbot.domain.publish import publish
from chatbot.domain.runs.attempts import Claim
from chatbot.domain.runs.endings import cancel
from chatbot.domain.runs.queue import queue_run, queued_event
from chatbot.domain.runs.verbs import cancel_run
from chatbot.models import Conversation, Message, Plan, Run, Step

_SHOWN_RESULT = 4_000  # characters


def runs_of(plan: Plan, purpose: Run.Purpose) -> list[Run]:
    """The plan's runs of a purpose, the newest first."""
    runs = Run.objects.filter(conversation__plan=plan, purpose=purpose)
    return list(runs.select_related("reply", "conversation", "trigger").order_by("-created_at"))


def ask_planner(plan: Plan, feedback: str = "") -> None:
    """Have a plan proposed, or, with a person's feedback, proposed again."""
    text = f"Goal:\n{plan.goal}"
    if feedback:
        last = json.dumps(_proposal_of(plan), ensure_ascii=False)
        text += f"\n\nYour last proposal:\n{last}\n\nThe user turned it down and says:\n{feedback}"
    _ask(_room(plan), text, Run.Purpose.PLANNING)


def ask_planner_again(asked: Run, problem: str) -> None:
    """Have a proposal corrected that is none."""
    text = f"That is not a valid plan. {problem} Answer again, with the whole plan."
    _ask(asked.conversation, text, Run.Purpose.PLANNING)


def ask_planner_anew(plan: Plan) -> None:
    """Put the planner's last question again, as if it had not been answered."""
    asked = runs_of(plan, Run.Purpose.PLANNING)[0]
    first = asked.conversation.messages.filter(role=Message.Role.USER).order_by("position").first()
    _ask(_room(plan), (first or asked.trigger).content, Run.Purpose.PLANNING)


def start_step(plan: Plan, step: Step) -> None:
    """Let the step's agent work on it, or go on where an earlier run of it was interrupted."""
    step.status, step.error = Step.Status.RUNNING, ""
    step.started_at = step.started_at or timezone.now()
    step.save(update_fields=["status", "error", "started_at"])
    earlier = step.runs.select_related("conversation", "trigger").order_by("-created_at").first()
    if earlier is not None:
        _go_on_from(earlier, step)
    else:
        _ask(_room(plan), _task_of(plan, step), Run.Purpose.STEP, step)


def ask_summary(plan: Plan) -> None:
    """Have the results checked against the goal, and summed up."""
    text = f"Goal:\n{plan.goal}\n\n{_results(plan.current_steps)}\n\nCheck them against the goal and sum up."
    _ask(_room(plan), text, Run.Purpose.SUMMARY)


def retry_summary(plan: Plan) -> None:
    """Go on with a summary that failed or was interrupted."""
    summaries = runs_of(plan, Run.Purpose.SUMMARY)
    if summaries and summaries[0].status in {Run.Status.FAILED, Run.Status.CANCELLED}:
        _go_on_from(summaries[0])


def stop_work(plan: Plan) -> None:
    """Stop all runs of a plan that the caller has locked. Locks conversations and runs before the stream."""
    rooms = Conversation.objects.filter(plan=plan).order_by("pk").select_for_update(no_key=True)
    runs = Run.objects.filter(conversation__in=[room.pk for room in rooms]).active()
    for run in list(runs.order_by("pk").select_for_update(no_key=True)):
        try:
            cancel_run(plan.owner, run.pk)
        except Conflict:
            continue  # it has ended in the meantime


def end_stopped_work(plan: Plan) -> None:
    """End the runs that were told to stop and have not heard of it yet; their processes find that."""
    stopping = Run.objects.filter(conversation__plan=plan, stop_requested_at__isnull=False).active()
    for run in stopping.order_by("pk"):
        cancel(Claim.of(run))


def _proposal_of(plan: Plan) -> dict[str, Any]:
    """The latest proposal as its planner wrote it, or a person edited it."""
    steps = [
        {"title": step.title, "detail": step.detail, "agent": step.agent, "depends_on": step.depends_on}
        for step in plan.current_steps
    ]
    return {"title": plan.title, "steps": steps}


def _room(plan: Plan) -> Conversation:
    return Conversation.objects.create(owner_id=plan.owner_id, plan=plan, title=plan.title, model=plan.model)


def _ask(room: Conversation, text: str, purpose: Run.Purpose, step: Step | None = None) -> None:
    message = add_message(room, Message.Role.USER, text, Message.State.COMPLETE)
    run = queue_run(room, message, purpose=purpose, step=step)
    publish(run.owner_id, queued_event(run))


def _go_on_from(earlier: Run, step: Step | None = None) -> None:
    room, purpose = earlier.conversation, Run.Purpose(earlier.purpose)
    run = queue_run(room, earlier.trigger, continues=earlier, purpose=purpose, step=step)
    publish(run.owner_id, queued_event(run))


def _task_of(plan: Plan, step: Step) -> str:
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
