"""A message as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.domain.markdown import render_markdown
from chatbot.formatting import relative_moment
from chatbot.models import Message
from chatbot.pages.chat.context import ConversationContext
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
