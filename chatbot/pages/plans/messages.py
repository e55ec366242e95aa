"""The messages of a plan; a message whose step or agent is still active is live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.safestring import SafeString

from chatbot.domain.markdown import render_markdown
from chatbot.domain.plans.messages import OURSELVES
from chatbot.models import Message, Plan, PlanMessage, Run, Step
from chatbot.pages.plans import badges
from chatbot.pages.plans.badges import Badge
from chatbot.pages.plans.steps import PlanContext, PlanStepView
from chatbot.pages.times import moment_html

MESSAGES_SHOWN = 100
SUMMED_UP = "The result is there."
LIVE = (Plan.Status.DRAFT, Plan.Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Stream:
    """The text of a run while it is streamed by that `attempt`."""

    run_id: str
    attempt: int
    text: str


@dataclass(frozen=True, slots=True)
class PlanMessageView:
    """`is_agents`: by an agent, not by the product; `is_result`: a result, not progress."""

    key: str
    agent: str
    html: str
    is_agents: bool
    is_result: bool
    time: SafeString
    tag: Badge
    stream: Stream | None = None
    is_summary: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A part of what was said, in order.

    `before`: the id of a message before which there are more; `is_latest`: it goes up to now.
    """

    messages: Sequence[PlanMessageView] = ()
    before: int | None = None
    is_latest: bool = True


def feed_of(context: PlanContext, steps: Sequence[PlanStepView], before: int | None) -> Feed:
    """The last `MESSAGES_SHOWN` messages, or those before the one with this id."""
    said = context.plan.messages.filter(is_activity=False)
    latest = said if before is None else said.filter(pk__lt=before)
    found = list(latest.select_related("step").order_by("-pk")[: MESSAGES_SHOWN + 1])
    shown = found[:MESSAGES_SHOWN][::-1]
    last = _Last(said)
    by_id = {step.id: step for step in steps}
    return Feed(
        [_view(message, last, by_id, context) for message in shown],
        before=shown[0].pk if len(found) > MESSAGES_SHOWN else None,
        is_latest=before is None,
    )


class _Last:
    """The latest messages: of each step the last one of its kind, of each agent the last one."""

    def __init__(self, messages: QuerySet[PlanMessage]) -> None:
        groups = messages.order_by().values_list("step_id", "kind", "agent_name").annotate(last=Max("pk"))
        rows: list[tuple[UUID | None, str, str, int]] = sorted(groups, key=lambda row: row[-1])
        self._of_steps = {(step, kind): pk for step, kind, _, pk in rows if step}
        self._of_agents = {agent: pk for _, _, agent, pk in rows}
        self._of_all = rows[-1][-1] if rows else None
        self._of_plan = max((pk for _, kind, _, pk in rows if kind == "plan_update"), default=None)

    def ends_plan(self, message: PlanMessage, plan: Plan) -> bool:
        """Whether the message is that somebody has stopped or rejected the plan."""
        is_stopped = plan.status in {Plan.Status.CANCELLED, Plan.Status.REJECTED}
        return is_stopped and message.pk == self._of_plan

    def holds(self, message: PlanMessage) -> bool:
        if message.step_id:
            return self._of_steps[message.step_id, message.kind] == message.pk
        if message.agent_name == OURSELVES:
            return self._of_all == message.pk
        return self._of_agents[message.agent_name] == message.pk


def _view(
    message: PlanMessage, last: _Last, steps: dict[str, PlanStepView], context: PlanContext
) -> PlanMessageView:
    plan = context.plan
    is_agents = message.kind != "step_update" and message.agent_name != OURSELVES
    is_summary = message.kind == "plan_update" and bool(plan.summary) and message.content == plan.summary
    tag = _tag(message, last, steps, context)
    return PlanMessageView(
        key=str(message.pk),
        agent=message.agent_name,
        html=render_markdown(SUMMED_UP if is_summary else message.content),
        is_agents=is_agents,
        is_result=is_agents and message.message_type == PlanMessage.Type.RESULT,
        time=moment_html(message.created_at, context.dates, context.now),
        tag=tag,
        stream=_stream(message, context) if tag.is_live else None,
        is_summary=is_summary,
    )


def _tag(message: PlanMessage, last: _Last, steps: dict[str, PlanStepView], context: PlanContext) -> Badge:
    shown, is_last = steps.get(str(message.step_id)), last.holds(message)
    if message.status == PlanMessage.Status.ERROR:
        is_cancelled = shown is not None and shown.badge is badges.CANCELLED
        is_cancelled |= last.ends_plan(message, context.plan)
        return badges.CANCELLED if is_cancelled else badges.FAILED
    if message.status == PlanMessage.Status.COMPLETED or message.message_type == PlanMessage.Type.RESULT:
        return badges.DONE
    if message.step is not None:
        return _of_step(message, message.step, is_last, shown)
    if not is_last:
        return badges.DONE
    return _live(message) if context.plan.status in LIVE else _ended(context.plan)


def _of_step(message: PlanMessage, step: Step, is_last: bool, shown: PlanStepView | None) -> Badge:
    """The badge of the step's current status, if this is its last message and the step is not outdated."""
    if shown is None:
        return badges.DONE
    if shown.badge is not badges.RUNNING:
        is_over = step.status in {Step.Status.COMPLETED, Step.Status.SKIPPED, Step.Status.FAILED}
        return shown.badge if is_over or is_last else badges.INTERRUPTED
    if not is_last:
        return badges.INTERRUPTED
    if message.kind == "agent_message" and any(call.state == "starting" for call in shown.calls):
        return badges.ACTING
    return _live(message)


def _live(message: PlanMessage) -> Badge:
    if message.message_type == PlanMessage.Type.THINKING:
        return badges.THINKING
    return badges.WORKING if message.kind == "step_update" else badges.ACTING


def _ended(plan: Plan) -> Badge:
    match plan.status:
        case Plan.Status.FAILED:
            return badges.FAILED
        case Plan.Status.CANCELLED | Plan.Status.REJECTED:
            return badges.CANCELLED
        case Plan.Status.PAUSED:
            return badges.PAUSED
        case _:
            return badges.DONE


def _stream(message: PlanMessage, context: PlanContext) -> Stream | None:
    """The text that the agent is writing, below its progress message; not for a planner, who writes JSON."""
    if message.kind == "step_update":
        return None
    run = _writing(message.step_id, context)
    if run is None:
        return None
    is_text = run.reply.state in {Message.State.PENDING, Message.State.STREAMING}
    return Stream(str(run.pk), run.attempt, run.reply.content if is_text else "")


def _writing(step_id: UUID | None, context: PlanContext) -> Run | None:
    of_step = [run for run in context.runs if run.step_id == step_id]
    runs = of_step if step_id else context.summaries()
    return runs[-1] if runs and runs[-1].active else None
