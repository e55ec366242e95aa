"""The feed of a plan: what agents have said outside of the steps, and what people have decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Max
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chatbot.domain.markdown import render_markdown
from chatbot.domain.plans.messages import OURSELVES
from chatbot.models import Plan, PlanMessage
from chatbot.pages.plans import badges
from chatbot.pages.plans.badges import Badge
from chatbot.pages.plans.steps import PlanContext
from chatbot.pages.stored_sentences import in_own_language
from chatbot.pages.times import moment_html

MESSAGES_SHOWN = 100
LIVE = (Plan.Status.DRAFT, Plan.Status.RUNNING)


@dataclass(frozen=True, slots=True)
class PlanMessageView:
    """`agent` is empty for a decision. An agent's message has a `tag` while it is live, or if it failed."""

    key: str
    agent: str
    html: str
    time: SafeString
    tag: Badge | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A part of what was said, in order.

    `before`: the id of a message before which there are more; `is_latest`: it goes up to now. `answer`: what
    the planner has said to the last feedback, if nothing was said or decided since.
    """

    messages: Sequence[PlanMessageView] = ()
    before: int | None = None
    is_latest: bool = True
    answer: PlanMessageView | None = None


def feed_of(context: PlanContext, before: int | None) -> Feed:
    """The last `MESSAGES_SHOWN` messages, or those before the one with this id."""
    said = context.plan.messages.filter(is_activity=False)
    latest = said if before is None else said.filter(pk__lt=before)
    found = list(latest.order_by("-pk")[: MESSAGES_SHOWN + 1])
    shown = found[:MESSAGES_SHOWN][::-1]
    last_of_agents = said.order_by().values("agent_name").annotate(last=Max("pk"))
    last = set(last_of_agents.values_list("last", flat=True))
    views = [_view(message, context, is_last=message.pk in last) for message in _once(shown)]
    return Feed(
        views,
        before=shown[0].pk if len(found) > MESSAGES_SHOWN else None,
        is_latest=before is None,
        answer=views[-1] if before is None and _is_answer(shown[-2:]) else None,
    )


def _is_answer(last: Sequence[PlanMessage]) -> bool:
    """Whether the last message is the planner's, and the one before it a person's feedback."""
    kinds = [(message.kind, message.message_type) for message in last]
    return kinds == [
        ("plan_update", PlanMessage.Type.THINKING),
        ("agent_message", PlanMessage.Type.RESULT),
    ]


def _once(messages: Sequence[PlanMessage]) -> list[PlanMessage]:
    """Without those that say the same as the next one: "Plan edited", many times."""
    kept = [message for message, following in pairwise(messages) if _said(message) != _said(following)]
    return [*kept, *messages[-1:]]


def _said(message: PlanMessage) -> tuple[str, str, str]:
    return message.kind, message.agent_name, message.content


def _view(message: PlanMessage, context: PlanContext, *, is_last: bool) -> PlanMessageView:
    is_decision = message.kind == "step_update" or (
        message.kind == "plan_update" and message.agent_name == OURSELVES
    )
    return PlanMessageView(
        key=str(message.pk),
        agent="" if is_decision else message.agent_name,
        html=render_markdown(_text(message, context.plan)),
        time=moment_html(message.created_at, context.dates, context.now),
        tag=None if is_decision else _tag(message, context.plan, is_last=is_last),
    )


def _text(message: PlanMessage, plan: Plan) -> str:
    is_own_approval = message.content == f"Approved by {plan.owner.username}"
    return _("Approved by you") if is_own_approval else in_own_language(message.content)


def _tag(message: PlanMessage, plan: Plan, *, is_last: bool) -> Badge | None:
    if message.status == PlanMessage.Status.ERROR:
        return badges.FAILED
    is_over = (
        message.status == PlanMessage.Status.COMPLETED or message.message_type == PlanMessage.Type.RESULT
    )
    if is_over or not is_last or plan.status not in LIVE:
        return None
    return badges.THINKING if message.message_type == PlanMessage.Type.THINKING else badges.ACTING
