"""Parts of the chat page, which tabs fetch when an event has made them stale."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chatbot.models import Conversation, Message
from chatbot.pages.allowance import allowance_view
from chatbot.pages.chat.address import Address
from chatbot.pages.chat.day import Day
from chatbot.pages.chat.note import note_of_id
from chatbot.pages.chat.starters import starters_of
from chatbot.pages.chat.transcript import turn_of
from chatbot.pages.chat_list import chat_list, conversation_item
from chatbot.pages.deleted_chats import deleted_chats
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.tasks.rows import done_rows, panel_of


@require_safe
@signed_in
def turn(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    """A person's message with the runs that answer it, and with `all`, all tasks of long lists."""
    chats = Conversation.objects.of(request.user).filter(deleted_at=None)
    own = Message.objects.filter(conversation__in=chats, role=Message.Role.USER)
    message = own.select_related("conversation").filter(pk=message_id).first()
    if message is None:
        raise Http404("There is no such message.")
    address = Address.of_part(request)
    if "all" in request.GET:
        address = address.with_whole(message.position)
    view = turn_of(message, request.user.date_settings, address)
    return render(request, "chat/_turn.html", {"turn": view})


@require_safe
@signed_in
def chats(request: SignedInRequest) -> HttpResponse:
    return render(request, "chat/_chat_list.html", {"chat_list": chat_list(request.user)})


@require_safe
@signed_in
def conversation(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """An entry of the list of chats."""
    item = conversation_item(request.user, conversation_id)
    if item is None:
        raise Http404("There is no such conversation.")
    return render(request, "chat/_conversation_item.html", {"conversation": item})


@require_safe
@signed_in
def chat_note(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """Says of an open chat that it is archived or deleted."""
    note = note_of_id(request.user, conversation_id)
    return render(request, "chat/_chat_note.html", {"note": note})


@require_safe
@signed_in
def allowance(request: SignedInRequest) -> HttpResponse:
    """What is left of the day's messages and budget."""
    return render(request, "chat/_allowance.html", {"allowance": allowance_view(request.user)})


@require_safe
@signed_in
def just_deleted(request: SignedInRequest) -> HttpResponse:
    return render(request, "site/_deleted_chats.html", {"deleted_chats": deleted_chats(request.user)})


@require_safe
@signed_in
def task_panel(request: SignedInRequest) -> HttpResponse:
    panel = panel_of(request.user)
    return render(request, "tasks/panel_fragment.html", {"panel": panel, "open_count": panel.open_count})


@require_safe
@signed_in
def done_tasks(request: SignedInRequest) -> HttpResponse:
    return render(request, "tasks/_done_tasks.html", {"done": done_rows(request.user)})


@require_safe
@signed_in
def welcome(request: SignedInRequest) -> HttpResponse:
    """The empty chat, which is about the person's day."""
    panel = panel_of(request.user)
    context = {"day": Day.of(panel), "starters": starters_of(panel)}
    return render(request, "chat/_welcome.html", context)
