"""Send an edited message, by a form that works without a script."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from chatbot.domain.runs.submit_message import Edit, submit_message
from chatbot.models import Conversation, Message
from chatbot.pages.chat.page import page_with_edit
from chatbot.pages.forms import EditMessageForm
from chatbot.pages.redirects import carry_out
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_POST
@signed_in
def edit(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    chats = Conversation.objects.of(request.user).chats()
    messages = Message.objects.filter(conversation__in=chats)
    message = messages.select_related("conversation").filter(pk=message_id, role=Message.Role.USER).first()
    if message is None:
        raise Http404("There is no such message.")
    form = EditMessageForm(request.POST)
    form.full_clean()
    text = form.cleaned_data.get("message", "")

    def send() -> None:
        submit_message(
            request.user,
            text,
            idempotency_key=form.cleaned_data.get("idempotency_key", ""),
            edit=Edit(message_id, undo=form.cleaned_data["undo"]),
        )

    def refuse(reason: str, status: int) -> HttpResponse:
        return page_with_edit(request, message, text, reason, status)

    return carry_out(request, send, reverse("conversation", args=[message.conversation_id]), refuse)
