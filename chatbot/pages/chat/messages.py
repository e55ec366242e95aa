"""A message as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chatbot.domain.markdown import render_markdown
from chatbot.formatting import relative_moment
from chatbot.models import Message
from chatbot.pages.chat.context import ConversationContext
from chatbot.pages.chat.editing import EditView, edit_view
from chatbot.pages.chat.versions import Versions
from streaming.log import iso

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
class MessageView:
    id: str
    role: str
    state: str = ""
    state_label: str = ""
    text: str = ""
    html: str = ""
    created_at_iso: str = ""
    time: str = ""
    edit_url: str = ""
    edit: EditView | None = None  # the form in place of the text
    versions: Versions | None = None


def asked_view(message: Message, context: ConversationContext, versions: Versions | None) -> MessageView:
    """A person's message, which they can edit."""
    can_edit = not context.is_past and message.state == Message.State.COMPLETE
    id_ = str(message.pk)
    is_edited = can_edit and context.address.edit == id_
    return replace(
        message_view(message, context),
        edit_url=context.address.editing(id_).query if can_edit else "",
        edit=edit_view(message, context) if is_edited else None,
        versions=versions,
    )


def message_view(message: Message, context: ConversationContext) -> MessageView:
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
