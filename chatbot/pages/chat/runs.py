"""A run as the page shows it: its steps, its answer, and what a person can do with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chatbot.domain.operations.heartbeats import is_without_worker
from chatbot.domain.runs.model_choice import answered_by, stand_in
from chatbot.formatting import duration
from chatbot.models import Message, Run
from chatbot.pages.chat.context import ConversationContext
from chatbot.pages.chat.follow_ups import follow_ups_of
from chatbot.pages.chat.messages import MessageView, reply_view
from chatbot.pages.chat.step_groups import StepGroup, grouped
from chatbot.pages.chat.steps import StepView, step_view
from chatbot.pages.chat.thoughts import ThoughtView
from chatbot.pages.chat.versions import Versions, answer_versions, answers_of, shown_answer
from chatbot.pages.focus import COMPOSER, then_focus
from chatbot.pages.stored_sentences import in_own_language

NOTICEABLE = 1_000  # milliseconds that a run has waited for a person


@dataclass(frozen=True, slots=True)
class RunView:
    """`ahead`: how many runs of the conversation are queued before it."""

    id: str
    status: str
    attempt: int
    steps: tuple[StepView, ...]
    reply: MessageView
    thought: ThoughtView | None = None
    model: str = ""  # that answered, or the chosen one
    instead_of: str = ""  # the chosen model, if a fallback answered
    summary: str = ""
    waiting: str = ""
    error: str = ""
    retryable: bool = True
    regenerable: bool = False
    rating: str = ""
    comment: str = ""
    follow_ups: tuple[str, ...] = ()
    conversation_id: str = ""
    withdrawn: bool = False
    stopping: bool = False
    has_kept_steps: bool = False  # an earlier run that had steps, which are kept
    continues: bool = False  # an earlier run, with or without steps
    versions: Versions | None = None  # on the last run of an answer
    shows_steps: bool = True  # else those of a closed timeline are fetched when it is opened
    whole_url: str = ""  # of the page with all that the turn has
    problem: str = ""

    @property
    def active(self) -> bool:
        return self.status in Run.ACTIVE

    @property
    def asking(self) -> bool:
        """It waits for a decision; other runs of the conversation do not wait for it."""
        return self.status == Run.Status.AWAITING_APPROVAL

    @property
    def stoppable(self) -> bool:
        """It is active and has started. Before that, its message can be withdrawn."""
        return self.active and (self.status != Run.Status.QUEUED or self.attempt > 0)

    @property
    def waiting_state(self) -> str:
        return "queued" if self.status == Run.Status.QUEUED else "thinking"

    @property
    def waiting_mark(self) -> str:
        return "unfinished" if self.waiting_state == "queued" else "starting"

    @property
    def stream(self) -> str:
        """Its id, while text may be streamed."""
        return self.id if self.active else ""

    @property
    def has_text(self) -> bool:
        """It has ended with an answer, or the beginning of one, which is shown in full."""
        return bool(self.reply.text) and not self.active

    @property
    def continuable(self) -> bool:
        """Its answer was cut off, and it is the last one."""
        return self.regenerable and self.reply.state == Message.State.CUT_OFF

    @property
    def stopped(self) -> bool:
        return self.status == Run.Status.CANCELLED and not self.withdrawn

    @property
    def bare(self) -> bool:
        """Show the timeline without <details>: for a single step, and while the run is active."""
        return self.active or len(self.steps) < 2

    @property
    def open(self) -> bool:
        has_problem = any(step.problem for step in self.steps)
        return self.bare or has_problem or self.status != Run.Status.SUCCEEDED

    @property
    def timeline(self) -> list[StepView | StepGroup]:
        """The steps; equal ones in groups, once it has ended. All of one group need no other lid."""
        groups = grouped(self.steps)
        return list(self.steps) if self.active or len(groups) < 2 else groups

    @property
    def brief(self) -> bool:
        return not self.shows_steps and not self.open

    @property
    def empty(self) -> bool:
        return not self.steps and not self.waiting

    @property
    def undo_all(self) -> bool:
        return not self.active and sum(step.undoable for step in self.steps) > 1

    @property
    def undone(self) -> bool:
        """All that it had changed is as it was before, so that its answer is not true any more."""
        return any(step.undone for step in self.steps) and not any(step.undoable for step in self.steps)

    @property
    def key(self) -> str:
        """Part of its id, for the ids of elements: they are many, and have to differ on one page only."""
        return self.id[:8]

    @property
    def details_id(self) -> str:
        return f"details-{self.key}"

    @property
    def cancel_url(self) -> str:
        return then_focus(reverse("run-cancel", args=[self.id]), COMPOSER)

    @property
    def retry_url(self) -> str:
        return then_focus(reverse("run-retry", args=[self.id]), COMPOSER)

    @property
    def regenerate_url(self) -> str:
        return then_focus(reverse("run-regenerate", args=[self.id]), COMPOSER)

    @property
    def rate_url(self) -> str:
        return reverse("run-rate", args=[self.id])

    @property
    def undo_url(self) -> str:
        return then_focus(reverse("run-undo", args=[self.id]), self.details_id)


def run_views(runs: Sequence[Run], context: ConversationContext) -> tuple[RunView, ...]:
    """The runs of a turn that belong to the answer which is shown.

    The first one has the steps of the earlier answers too, which it keeps.
    """
    answers = answers_of(runs)
    if not answers:
        return ()
    shown = shown_answer(answers, context.address)
    kept = _newest(step for answer in answers[:shown] for run in answer for step in _steps(run, context))
    calls = [call for answer in answers[:shown] for run in answer for call in run.tool_calls.all()]
    continued = {run.continues_id for run in runs}
    views: list[RunView] = []
    for run in answers[shown]:
        calls += run.tool_calls.all()
        reply = reply_view(run, calls, context)
        has_kept = any(step.state == "done" for view in views for step in view.steps)
        steps = _steps(run, context) if views else _newest([*kept, *_steps(run, context)])
        was_continued = run.pk in continued
        views.append(
            _run_view(run, context, steps, reply, has_kept_steps=has_kept, was_continued=was_continued)
        )
    versions = answer_versions(answers, shown, context.address)
    return (*views[:-1], replace(views[-1], versions=versions))


def _steps(run: Run, context: ConversationContext) -> tuple[StepView, ...]:
    dates, now = context.dates, context.now
    calls = run.tool_calls.all()
    return tuple(step_view(call, run, dates, now, context.problem_at(call.call_id)) for call in calls)


def _newest(steps: Iterable[StepView]) -> tuple[StepView, ...]:
    """Each call once: a retry has a row of its own for a call that it has resumed."""
    return tuple({step.call_id: step for step in steps}.values())


def _run_view(
    run: Run,
    context: ConversationContext,
    steps: tuple[StepView, ...],
    reply: MessageView,
    *,
    has_kept_steps: bool,
    was_continued: bool,
) -> RunView:
    position = run.trigger.position
    # The turns of a run that has failed may be of several models.
    answered = (getattr(run, "answered_by", None) or "") if run.status == Run.Status.SUCCEEDED else ""
    is_last = run.status == Run.Status.SUCCEEDED and run.pk == context.last and not context.is_past
    is_answer = is_last and not run.client
    has_failed = run.status == Run.Status.FAILED
    is_withdrawn = run.trigger.state == Message.State.WITHDRAWN
    return RunView(
        id=str(run.pk),
        status=run.status,
        attempt=run.attempt,
        steps=steps,
        reply=reply,
        thought=ThoughtView.of(run),
        model="" if run.client else answered_by(run.model, answered),
        instead_of=stand_in(run.model, answered).get("instead_of", ""),
        summary=_summary(run, steps),
        waiting=_waiting(run, steps, context.queue),
        error=in_own_language(run.error) if has_failed else "",
        retryable=run.status in {Run.Status.FAILED, Run.Status.CANCELLED}
        and not was_continued
        and not context.is_past
        and not is_withdrawn,
        regenerable=is_answer,
        follow_ups=follow_ups_of(steps, run.trigger.content) if is_answer else (),
        conversation_id=str(run.conversation_id),
        withdrawn=is_withdrawn,
        stopping=run.active and run.stop_requested_at is not None,
        has_kept_steps=has_kept_steps and run.continues_id is not None,
        continues=run.continues_id is not None,
        shows_steps=context.shows_steps(position),
        whole_url=f"{context.address.with_whole(position).query}#turn-{run.trigger_id}",
        problem=context.problem_at(run.pk),
        **_feedback(run),
    )


def _feedback(run: Run) -> dict[str, Any]:
    if not hasattr(run, "feedback"):
        return {}
    return {"rating": run.feedback.rating, "comment": run.feedback.comment}


def _summary(run: Run, steps: tuple[StepView, ...]) -> str:
    match grouped(steps):
        case [StepGroup() as group]:
            parts = [group.text]
        case _:
            parts = [ngettext("%(count)d step", "%(count)d steps", len(steps)) % {"count": len(steps)}]
    if failed := sum(step.state == "failed" for step in steps):
        parts.append(_("%(count)d failed") % {"count": failed})
    if took := _milliseconds(run.started_at, run.finished_at):
        waited = sum(_milliseconds(call.started_at, call.decided_at) for call in run.tool_calls.all())
        parts.append(duration(max(took - waited, 0)))
        if waited >= NOTICEABLE:
            parts.append(_("waited %(time)s for you") % {"time": duration(waited)})
    return " · ".join(parts)


def _milliseconds(start: datetime | None, end: datetime | None) -> float:
    return (end - start).total_seconds() * 1000 if start and end else 0


def _waiting(run: Run, steps: tuple[StepView, ...], queue: tuple[UUID, ...]) -> str:
    """The status line of an active run while it has no running step and no text."""
    is_quiet = all(step.state not in {"starting", "awaiting_approval"} for step in steps)
    match run.status:
        case Run.Status.QUEUED if run.attempt == 0 and (ahead := queue.index(run.pk)):
            return _("Waiting · %(count)d before it") % {"count": ahead}
        case Run.Status.QUEUED if (run.attempt == 0 or is_quiet) and is_without_worker(run):
            return _("No worker is running. Your message is kept; the agent starts when there is one.")
        case Run.Status.QUEUED if run.attempt == 0:
            return _("Waiting to start…")
        case Run.Status.QUEUED if is_quiet:
            was_decided = any(step.decision for step in steps) and not run.losses
            return _("Processing your request…") if was_decided else _("That was interrupted. Trying again…")
        case Run.Status.RUNNING if is_quiet and not run.reply.content:
            return _("Processing your request…")
        case _:
            return ""
