"""What a link shows of a conversation: what was said, and lines of what was done; no ids, names or times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from chatbot.domain.markdown import render_markdown
from chatbot.formatting import DateSettings
from chatbot.models import Conversation, Message, Run, ToolCall
from chatbot.tools import line_of

MOST_TURNS = 100  # the last ones
_WORDS = {
    Run.Status.QUEUED: _("Waiting to start…"),
    Run.Status.RUNNING: _("Working…"),
    Run.Status.AWAITING_APPROVAL: _("Waits for a decision"),
    Run.Status.FAILED: _("This did not work."),
    Run.Status.CANCELLED: _("Stopped"),
}


@dataclass(frozen=True, slots=True)
class SharedTurn:
    asked: str
    steps: tuple[str, ...] = ()
    html: str = ""  # the answer, once it is whole
    text: str = ""  # the answer so far
    state: str = ""


def shared_turns(conversation: Conversation) -> list[SharedTurn]:
    """The turns of the current branch, each with its latest run."""
    asked = conversation.messages.for_model().filter(role=Message.Role.USER)
    messages = list(asked.order_by("-position")[:MOST_TURNS])[::-1]
    runs = Run.objects.filter(trigger__in=messages).defer("input").select_related("reply")
    latest: dict[UUID, Run] = {}
    steps: defaultdict[UUID, list[ToolCall]] = defaultdict(list)
    for run in runs.prefetch_related("tool_calls").order_by("reply__position"):
        latest[run.trigger_id] = run
        steps[run.trigger_id] += run.tool_calls.all()
    dates = conversation.owner.date_settings
    return [
        _turn(message, latest[message.pk], steps[message.pk], dates)
        for message in messages
        if message.pk in latest
    ]


def _turn(message: Message, run: Run, calls: Iterable[ToolCall], dates: DateSettings) -> SharedTurn:
    content = run.reply.content
    return SharedTurn(
        asked=message.content,
        steps=tuple(line_of(call, dates) for call in calls if call.status == ToolCall.Status.DONE),
        html="" if run.active else render_markdown(content),
        text=content if run.active else "",
        state=str(_WORDS.get(Run.Status(run.status), "")),
    )


def is_active(conversation: Conversation) -> bool:
    return conversation.runs.active().exists()


def version_of(conversation: Conversation) -> str:
    """Differs whenever `shared_turns` may; cheaper to query."""
    runs = conversation.runs.aggregate(
        number=Count("pk"), progress=Max("progress_at"), end=Max("finished_at")
    )
    moments = (conversation.updated_at, *runs.values())
    return " ".join([conversation.title, *map(str, moments)])
