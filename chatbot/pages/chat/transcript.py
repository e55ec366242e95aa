"""A conversation as the page shows it: turns, each a person's message and the runs that answer it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from chatbot.domain.markdown import render_markdown
from chatbot.domain.runs.model_choice import label_of, stand_in
from chatbot.formatting import DateSettings, duration, relative_moment
from chatbot.models import Change, Conversation, Message, Run, ToolCall, Turn
from chatbot.pages.blank import NIL
from chatbot.pages.chat.steps import StepView, step_view
from chatbot.pages.focus import COMPOSER, then_focus
from streaming.log import iso

TURNS_SHOWN = 10
# The ten that were the first ones before are shown again, so that what is read stays in sight.
EARLIER_TURNS_SHOWN = 2 * TURNS_SHOWN
NOTICEABLE = 1_000  # milliseconds that a run has waited for a person
IN_TURN = (Run.Status.QUEUED, Run.Status.RUNNING)  # running or queued

STATE_WORDS = {
    Message.State.STOPPED: "Stopped",
    Message.State.CUT_OFF: "Cut off",
    Message.State.FAILED: "Not finished",
    Message.State.WITHDRAWN: "Withdrawn",
}
ENDED_WELL = (
    Message.State.COMPLETE,
    Message.State.STOPPED,
    Message.State.CUT_OFF,
    Message.State.REPLACED,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a command failed, shown at the run or tool call that it was about."""

    at: str  # id of the run or tool call
    sentence: str


@dataclass(frozen=True, slots=True)
class MessageView:
    id: str
    role: str
    state: str = ""
    state_label: str = ""
    text: str = ""
    html: str = ""
    created_at_iso: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class RunView:
    """`ahead`: how many runs of the conversation are queued before it."""

    id: str
    status: str
    attempt: int
    steps: tuple[StepView, ...]
    reply: MessageView
    model: str = ""  # if people can choose one, or a fallback answered
    instead_of: str = ""  # the chosen model, if a fallback answered
    summary: str = ""
    waiting: str = ""
    error: str = ""
    retryable: bool = True
    regenerable: bool = False
    conversation_id: str = ""
    withdrawn: bool = False
    stopping: bool = False
    has_kept_steps: bool = False  # an earlier run that had steps, which are kept
    continues: bool = False  # an earlier run, with or without steps
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
    def replaced(self) -> bool:
        return self.reply.state == Message.State.REPLACED

    @property
    def has_text(self) -> bool:
        """It has ended with an answer, or the beginning of one, which is shown in full."""
        return bool(self.reply.text) and not self.active and not self.replaced

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
        return self.bare or self.replaced or self.status != Run.Status.SUCCEEDED

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
    def details_id(self) -> str:
        return f"details-{self.id}"

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
    def undo_url(self) -> str:
        return then_focus(reverse("run-undo", args=[self.id]), self.details_id)


@dataclass(frozen=True, slots=True)
class TurnView:
    message: MessageView
    runs: tuple[RunView, ...] = ()

    @property
    def fragment_url(self) -> str:
        return reverse("turn", args=[self.message.id])


def echo() -> TurnView:
    """The template for a message that a script is sending, until the server's part replaces it."""
    return TurnView(MessageView(str(NIL), "user", "pending", state_label="Sending…"))


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Turns in order, and until which position the pages before and after it go, if there are any."""

    turns: list[TurnView]
    earlier: int | None
    later: int | None


def turns_of(
    conversation: Conversation,
    dates: DateSettings,
    until: int | None = None,
    problem: Problem | None = None,
) -> TurnPage:
    """The last turns, or those until the position of a message."""
    asked = conversation.messages.filter(role=Message.Role.USER)
    later = list(asked.filter(position__gt=until).order_by("position")[:TURNS_SHOWN]) if until else []
    shown = EARLIER_TURNS_SHOWN if until else TURNS_SHOWN
    before = asked.filter(position__lte=until) if until else asked
    found = list(before.order_by("-position")[: shown + 1])
    messages = found[:shown][::-1]
    runs = _runs_of(messages)
    context = _ConversationContext.of(_peers_of(conversation) if later else runs, dates, problem)
    by_trigger: defaultdict[UUID, list[Run]] = defaultdict(list)
    for run in runs:
        by_trigger[run.trigger_id].append(run)
    return TurnPage(
        [
            TurnView(_message(message, context), _run_views(by_trigger[message.pk], context))
            for message in messages
        ],
        earlier=messages[TURNS_SHOWN - 1].position if len(found) > shown else None,
        later=later[-1].position if later else None,
    )


def turn_of(message: Message, dates: DateSettings) -> TurnView:
    runs = _runs_of([message])
    context = _ConversationContext.of(_peers_of(message.conversation), dates, None)
    return TurnView(_message(message, context), _run_views(runs, context))


def _peers_of(conversation: Conversation) -> Sequence[Run]:
    """The runs of the conversation that the drawing of this one depends on."""
    last = conversation.runs.order_by("-reply__position").values("pk")[:1]
    peers = conversation.runs.filter(Q(status__in=IN_TURN) | Q(pk__in=last))
    return list(peers.only("pk", "status").order_by("reply__position"))


@dataclass(frozen=True, slots=True)
class _ConversationContext:
    """The context of a run's view: the other runs of its conversation, date settings, a problem."""

    dates: DateSettings
    queue: tuple[UUID, ...]  # the running and queued runs, in order
    last: UUID | None
    problem: Problem | None
    now: datetime = field(default_factory=timezone.now)

    @classmethod
    def of(cls, runs: Sequence[Run], dates: DateSettings, problem: Problem | None) -> _ConversationContext:
        """Expects the runs in the order of their replies, in which they are executed."""
        queue = tuple(run.pk for run in runs if run.status in IN_TURN)
        return cls(dates, queue, runs[-1].pk if runs else None, problem)

    def problem_at(self, place: object) -> str:
        return self.problem.sentence if self.problem and self.problem.at == str(place) else ""


def _runs_of(messages: Iterable[Message]) -> list[Run]:
    has_changes = Exists(Change.objects.filter(tool_call=OuterRef("pk")))
    calls = ToolCall.objects.annotate(has_changes=has_changes).select_related("decided_by")
    answered_by = Turn.objects.filter(run=OuterRef("pk")).order_by("-index").values("model")[:1]
    later = Run.objects.filter(continues=OuterRef("pk"))
    runs = Run.objects.filter(trigger__in=messages).select_related("reply", "trigger")
    # The input contains the whole conversation so far, and would be most of what is read.
    runs = runs.defer("input").annotate(answered_by=Subquery(answered_by), was_gone_on_from=Exists(later))
    return list(runs.prefetch_related(Prefetch("tool_calls", calls)).order_by("reply__position"))


def _run_views(runs: Sequence[Run], context: _ConversationContext) -> tuple[RunView, ...]:
    views: list[RunView] = []
    for run in runs:
        has_kept = any(step.state == "done" for view in views for step in view.steps)
        views.append(_run_view(run, context, has_kept_steps=has_kept))
    return tuple(views)


def _run_view(run: Run, context: _ConversationContext, *, has_kept_steps: bool) -> RunView:
    calls = list(run.tool_calls.all())
    dates, now = context.dates, context.now
    steps = tuple(step_view(call, run, dates, now, context.problem_at(call.call_id)) for call in calls)
    has_failed = run.status == Run.Status.FAILED
    is_withdrawn = run.trigger.state == Message.State.WITHDRAWN
    was_gone_on_from = getattr(run, "was_gone_on_from", False)
    return RunView(
        id=str(run.pk),
        status=run.status,
        attempt=run.attempt,
        steps=steps,
        reply=_message(run.reply, context),
        **(_stand_in(run) or {"model": label_of(run.model)}),
        summary=_summary(run, steps),
        waiting=_waiting(run, steps, context.queue),
        error=run.error if has_failed else "",
        retryable=run.status in {Run.Status.FAILED, Run.Status.CANCELLED}
        and not was_gone_on_from
        and not is_withdrawn,
        regenerable=run.status == Run.Status.SUCCEEDED and run.pk == context.last,
        conversation_id=str(run.conversation_id),
        withdrawn=is_withdrawn,
        stopping=run.active and run.stop_requested_at is not None,
        has_kept_steps=has_kept_steps and run.continues_id is not None,
        continues=run.continues_id is not None,
        problem=context.problem_at(run.pk),
    )


def _stand_in(run: Run) -> dict[str, str]:
    """Only for a run with an answer."""
    answered_by = getattr(run, "answered_by", None)
    return stand_in(run.model, answered_by or "") if run.status == Run.Status.SUCCEEDED else {}


def _message(message: Message, context: _ConversationContext) -> MessageView:
    is_finished = message.role == Message.Role.ASSISTANT and message.state in ENDED_WELL
    return MessageView(
        id=str(message.pk),
        role=message.role,
        state=message.state,
        state_label=STATE_WORDS.get(Message.State(message.state), ""),
        text=message.content,
        html=render_markdown(message.content) if is_finished else "",
        created_at_iso=iso(message.created_at),
        time=relative_moment(message.created_at, context.now, context.dates),
    )


def _summary(run: Run, steps: tuple[StepView, ...]) -> str:
    parts = [f"{len(steps)} {'step' if len(steps) == 1 else 'steps'}"]
    if failed := sum(step.state == "failed" for step in steps):
        parts.append(f"{failed} failed")
    if took := _milliseconds(run.started_at, run.finished_at):
        waited = sum(_milliseconds(call.started_at, call.decided_at) for call in run.tool_calls.all())
        parts.append(duration(max(took - waited, 0)))
        if waited >= NOTICEABLE:
            parts.append(f"waited {duration(waited)} for you")
    return " · ".join(parts)


def _milliseconds(start: datetime | None, end: datetime | None) -> float:
    return (end - start).total_seconds() * 1000 if start and end else 0


def _waiting(run: Run, steps: tuple[StepView, ...], queue: tuple[UUID, ...]) -> str:
    """The status line of an active run while it has no running step and no text."""
    is_quiet = all(step.state not in {"starting", "awaiting_approval"} for step in steps)
    match run.status:
        case Run.Status.QUEUED if run.attempt == 0:
            ahead = queue.index(run.pk)
            return f"Waiting · {ahead} before it" if ahead else "Waiting to start..."
        case Run.Status.QUEUED if is_quiet:
            was_decided = any(step.decision for step in steps) and not run.losses
            return "Processing your request..." if was_decided else "That was interrupted. Trying again..."
        case Run.Status.RUNNING if is_quiet and not run.reply.content:
            return "Processing your request..."
        case _:
            return ""
