"""Rename, pin and delete a conversation, each by a form that works without a script."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from chatbot.domain.conversations.commands import (
    delete_conversation,
    pin_conversation,
    rename_conversation,
)
from chatbot.domain.errors import DomainError, NotFound
from chatbot.pages.chat.finding import conversation_or_404
from chatbot.pages.forms import TitleForm
from chatbot.pages.redirects import SeeOther, done
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in


@signed_in
def rename(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    conversation = conversation_or_404(request.user, conversation_id)
    back_url = reverse("conversation", args=[conversation_id])
    form = TitleForm(request.POST or None, initial={"title": conversation.title})
    if form.is_valid():
        try:
            rename_conversation(request.user, conversation_id, form.cleaned_data["title"])
        except DomainError as error:
            form.add_error("title", error.message)
        else:
            return SeeOther(back_url)
    context = {
        **shell(request.user, "chat", conversation_id),
        "conversation": conversation,
        "form": form,
        "back_url": back_url,
    }
    return render(request, "chat/conversation_edit.html", context, status=400 if form.errors else 200)


@require_POST
@signed_in
def pin(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Pin with `pinned`, else unpin."""
    try:
        pin_conversation(request.user, conversation_id, is_pinned=bool(request.POST.get("pinned")))
    except NotFound as error:
        raise Http404(error.message) from error
    return done(request, reverse("conversation", args=[conversation_id]))


@signed_in
def delete(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    conversation = conversation_or_404(request.user, conversation_id)
    back_url = reverse("conversation", args=[conversation_id])
    if request.method == "POST":
        try:
            delete_conversation(request.user, conversation_id)
        except DomainError as error:
            messages.error(request, error.message)
            return SeeOther(reverse("conversation-delete", args=[conversation_id]))
        return SeeOther(reverse("chat"))
    context = {
        **shell(request.user, "chat", conversation_id),
        "conversation": conversation,
        "back_url": back_url,
    }
    return render(request, "chat/conversation_delete.html", context)
