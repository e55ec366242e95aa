"""A message as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from chatbot.formatting import relative_moment
from chatbot.models import Message, Run, ToolCall
from chatbot.pages.chat.address import Address
from chatbot.pages.chat.answer_tasks import Part, answer_parts
from chatbot.pages.chat.context import ConversationContext
from chatbot.pages.chat.editing import EditView, edit_view
from chatbot.pages.chat.versions import Versions
from chatbot.pages.highlight import highlighted, highlighted_html
from streaming.log import iso

STATE_WORDS = {
    Message.State.STOPPED: _("Stopped"),
    Message.State.CUT_OFF: _("Cut off"),
    Message.State.FAILED: _("Not finished"),
    Message.State.WITHDRAWN: _("Withdrawn"),
}
ENDED_WELL = (
    Message.State.COMPLETE,
    Message.State.STOPPED,
    Message.State.CUT_OFF,
    Message.State.REPLACED,
)


@dataclass(frozen=True, slots=True)
class MessageView:
    id: str
    role: str
    state: str = ""
    state_label: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()  # of a reply that has ended well
    created_at_iso: str = ""
    time: str = ""
    link: str = ""  # the address at which the chat is shown up to the message
    edit_url: str = ""
    edit: EditView | None = None  # the form in place of the text
    versions: Versions | None = None
    client: str = ""  # the program that asked, instead of the person

    @property
    def key(self) -> str:
        """Part of its id, for the ids of elements."""
        return self.id[:8]


def asked_view(message: Message, context: ConversationContext, versions: Versions | None) -> MessageView:
    """A person's message, which they can edit; or what a client has asked for. Its runs are prefetched."""
    client = next((run.client for run in message.triggered_runs.all()), "")
    can_edit = not client and not context.is_past and message.state == Message.State.COMPLETE
    id_ = str(message.pk)
    is_edited = can_edit and context.address.edit == id_
    return replace(
        message_view(message, context),
        text=highlighted(message.content, context.address.marked),
        edit_url=context.address.editing(id_).url(message.conversation_id) if can_edit else "",
        edit=edit_view(message, context) if is_edited else None,
        link="" if context.is_past else link_to(message),
        versions=versions,
        client=client,
    )


def link_to(asked: Message) -> str:
    return f"{Address(until=asked.position).url(asked.conversation_id)}#turn-{asked.pk}"


def reply_view(run: Run, calls: Iterable[ToolCall], context: ConversationContext) -> MessageView:
    """The answer of a run, which knows of these calls."""
    view = message_view(run.reply, context)
    if run.reply.state not in ENDED_WELL:
        return view
    parts = answer_parts(run.reply.content, calls, context, view.key, run.trigger.position)
    if words := context.address.marked:
        parts = tuple(replace(part, html=highlighted_html(part.html, words)) for part in parts)
    return replace(view, parts=parts)


def message_view(message: Message, context: ConversationContext) -> MessageView:
    return MessageView(
        id=str(message.pk),
        role=message.role,
        state=message.state,
        state_label=str(STATE_WORDS.get(Message.State(message.state), "")),
        text=message.content,
        created_at_iso=iso(message.created_at),
        time=relative_moment(message.created_at, context.now, context.dates),
    )
