"""Rename, pin, archive, delete and restore a conversation, each by a form that works without a script."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from chatbot.domain.conversations.commands import (
    archive_conversation,
    find_conversation,
    pin_conversation,
    rename_conversation,
)
from chatbot.domain.conversations.deletion import delete_conversation, restore_conversation
from chatbot.domain.errors import DomainError
from chatbot.pages.forms import TitleForm
from chatbot.pages.redirects import SeeOther, carry_out, done, next_url, refuse_at
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in


@signed_in
def rename(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    conversation = find_conversation(request.user, conversation_id)
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
    pin_conversation(request.user, conversation_id, is_pinned=bool(request.POST.get("pinned")))
    return done(request, reverse("conversation", args=[conversation_id]))


@require_POST
@signed_in
def archive(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Move to the archive with `archived`, else out of it."""
    url = next_url(request, reverse("conversation", args=[conversation_id]))
    is_archived = bool(request.POST.get("archived"))
    return carry_out(
        request,
        lambda: archive_conversation(request.user, conversation_id, is_archived=is_archived),
        url,
        refuse_at(request, url),
    )


@require_POST
@signed_in
def restore(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Undo the deletion of a conversation."""
    restore_conversation(request.user, conversation_id)
    return done(request, reverse("conversation", args=[conversation_id]))


@signed_in
def delete(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Ask for confirmation; with POST, delete."""
    conversation = find_conversation(request.user, conversation_id)
    if request.method == "POST":
        return carry_out(
            request,
            lambda: delete_conversation(request.user, conversation_id),
            next_url(request, reverse("chat")),
            refuse_at(request, reverse("conversation-delete", args=[conversation_id])),
        )
    context = {
        **shell(request.user, "chat", conversation_id),
        "conversation": conversation,
        "back_url": reverse("conversation", args=[conversation_id]),
    }
    return render(request, "chat/conversation_delete.html", context)
