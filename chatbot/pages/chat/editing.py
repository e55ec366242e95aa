"""The form that edits a message in its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from django.urls import reverse

from chatbot.domain.runs.branches import changes_from
from chatbot.models import Message
from chatbot.models.conversation import MESSAGE_LENGTH
from chatbot.pages.chat.context import ConversationContext
from chatbot.pages.focus import COMPOSER, then_focus


@dataclass(frozen=True, slots=True)
class EditView:
    """`changes`: how many changes of tasks can be undone that followed the message."""

    id: str
    text: str
    cancel_url: str
    changes: int = 0
    problem: str = ""
    limit: int = MESSAGE_LENGTH
    idempotency_key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def url(self) -> str:
        return then_focus(reverse("message-edit", args=[self.id]), COMPOSER)


def edit_view(message: Message, context: ConversationContext) -> EditView:
    return EditView(
        id=str(message.pk),
        text=context.draft or message.content,
        cancel_url=context.address.editing().url(message.conversation_id),
        changes=changes_from(message),
        problem=context.problem_at(message.pk),
    )
