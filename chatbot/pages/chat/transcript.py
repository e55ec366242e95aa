"""A conversation as the page shows it: turns, each a person's message and the runs that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from chatbot.formatting import DateSettings
from chatbot.models import Change, Conversation, Message, Run, ToolCall, Turn
from chatbot.pages.blank import NIL
from chatbot.pages.chat.address import Address
from chatbot.pages.chat.answer_tasks import tasks_about
from chatbot.pages.chat.context import IN_TURN, ConversationContext
from chatbot.pages.chat.messages import MessageView, asked_view
from chatbot.pages.chat.plan_cards import plans_about
from chatbot.pages.chat.runs import RunView, run_views
from chatbot.pages.chat.thoughts import BEGINNINGS
from chatbot.pages.chat.versions import MessageVersions
from chatbot.pages.problem import Problem

TURNS_SHOWN = 10
# The ten that were the first ones before are shown again, so that what is read stays in sight.
EARLIER_TURNS_SHOWN = 2 * TURNS_SHOWN
WHOLE_TURNS = 3  # the last ones of a page; the steps of those before are fetched when a person opens them


@dataclass(frozen=True, slots=True)
class TurnView:
    message: MessageView
    runs: tuple[RunView, ...] = ()


def echo() -> TurnView:
    """The template for a message that a script is sending, until the server's part replaces it."""
    return TurnView(MessageView(str(NIL), "user", "pending", state_label=_("Sending…")))


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Turns in order, and until which position the pages before and after it go, if there are any."""

    turns: list[TurnView]
    earlier: int | None
    later: int | None


def turns_of(
    conversation: Conversation,
    dates: DateSettings,
    address: Address = Address.END,
    problem: Problem | None = None,
    draft: str = "",
) -> TurnPage:
    """The last turns, or those until the position of a message."""
    until = address.until
    asked = address.branch_of(conversation).filter(role=Message.Role.USER)
    later = list(asked.filter(position__gt=until).order_by("position")[:TURNS_SHOWN]) if until else []
    shown = EARLIER_TURNS_SHOWN if until else TURNS_SHOWN
    before = asked.filter(position__lte=until) if until else asked
    found = list(before.order_by("-position")[: shown + 1])
    turns = found[:shown][::-1]
    runs = _runs_of(turns)
    context = replace(
        ConversationContext.of(_peers_of(conversation) if later else runs, dates, address, problem, draft),
        tasks=tasks_about(runs),
        plans=plans_about(runs),
        steps_from=turns[-WHOLE_TURNS:][0].position if turns else 0,
    )
    versions = MessageVersions(turns)
    return TurnPage(
        [
            TurnView(
                asked_view(message, context, versions.of(message)),
                run_views(list(message.triggered_runs.all()), context),
            )
            for message in turns
        ],
        earlier=turns[TURNS_SHOWN - 1].position if len(found) > shown else None,
        later=later[-1].position if later else None,
    )


def turn_of(message: Message, dates: DateSettings, address: Address = Address.END) -> TurnView:
    runs = _runs_of([message])
    context = ConversationContext.of(_peers_of(message.conversation), dates, address)
    context = replace(context, tasks=tasks_about(runs), plans=plans_about(runs))
    versions = MessageVersions([message]).of(message)
    return TurnView(asked_view(message, context, versions), run_views(runs, context))


def _peers_of(conversation: Conversation) -> Sequence[Run]:
    """The runs of the conversation that the drawing of this one depends on."""
    last = conversation.runs.order_by("-reply__position").values("pk")[:1]
    peers = conversation.runs.filter(Q(status__in=IN_TURN) | Q(pk__in=last))
    return list(peers.only("pk", "status").order_by("reply__position"))


def _runs_of(messages: Sequence[Message]) -> list[Run]:
    """In the order of their replies. Each message has its own ones prefetched then."""
    changes = Change.objects.defer("before", "after").annotate(is_deletion=Q(after__isnull=True))
    calls = ToolCall.objects.select_related("decided_by").prefetch_related(Prefetch("changes", changes))
    answered_by = Turn.objects.filter(run=OuterRef("pk")).order_by("-index").values("model")[:1]
    # The input contains the whole conversation so far, and would be most of what is read.
    runs = Run.objects.defer("input").annotate(answered_by=Subquery(answered_by))
    runs = runs.select_related("reply", "feedback").prefetch_related(
        Prefetch("tool_calls", calls), BEGINNINGS
    )
    prefetch_related_objects(messages, Prefetch("triggered_runs", runs.order_by("reply__position")))
    found = [run for message in messages for run in message.triggered_runs.all()]
    return sorted(found, key=lambda run: run.reply.position)
