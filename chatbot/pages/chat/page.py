"""The chat page and its forms, which work without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chatbot.domain.conversations.commands import find_conversation
from chatbot.domain.conversations.unread import mark_read
from chatbot.domain.errors import DomainError, NotFound
from chatbot.domain.runs.model_choice import endpoint_of, models_offered
from chatbot.domain.runs.submit_message import submit_message
from chatbot.model_endpoint import ModelEndpoint
from chatbot.models import Conversation, Message, User
from chatbot.models.conversation import MESSAGE_LENGTH
from chatbot.pages.allowance import allowance_view
from chatbot.pages.blank import NIL
from chatbot.pages.chat.address import Address
from chatbot.pages.chat.day import Day
from chatbot.pages.chat.note import blank_note, note_of
from chatbot.pages.chat.runs import RunView
from chatbot.pages.chat.starters import starters_of
from chatbot.pages.chat.transcript import TurnView, echo, turns_of
from chatbot.pages.forms import MessageForm
from chatbot.pages.problem import Problem
from chatbot.pages.redirects import SeeOther, is_from_script
from chatbot.pages.shell import shell, stream_context
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.statuses import status_of
from chatbot.pages.tasks.rows import panel_of


@dataclass(frozen=True, slots=True)
class Composer:
    text: str = ""
    error: str = ""
    conversation_id: str = ""
    model: str = ""
    limit: int = MESSAGE_LENGTH
    idempotency_key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def models(self) -> tuple[ModelEndpoint, ...]:
        return models_offered()

    @property
    def is_offline(self) -> bool:
        """Whether the offline assistant answers, since no model is configured."""
        return endpoint_of(self.model) is None


@dataclass(frozen=True, slots=True)
class Chat:
    """The open conversation, or a blank one. `follow`: open the first one that is started in any tab."""

    conversation_id: str = ""
    title: str = ""
    turns: list[TurnView] = field(default_factory=list)
    address: Address = Address.END
    earlier: int | None = None  # `until` of the page with earlier turns
    later: int | None = None
    follow: bool = False
    has_problem: bool = False

    @property
    def url(self) -> str:
        if not self.conversation_id:
            return reverse("chat-new")
        return reverse("conversation", args=[self.conversation_id])

    @property
    def log_url(self) -> str:
        return self.url + self.address.query

    @property
    def earlier_url(self) -> str:
        return self.url + self.address.until_position(self.earlier).query if self.earlier else ""

    @property
    def later_url(self) -> str:
        return self.url + self.address.until_position(self.later).query if self.later else ""

    @property
    def is_past(self) -> bool:
        """An earlier branch, which an edit has replaced."""
        return self.address.before is not None

    @property
    def stoppable_run(self) -> RunView | None:
        """The run that the Stop button stops: preferably one that does not wait for a decision."""
        stoppable = [run for run in self._runs() if run.stoppable]
        return min(stoppable, key=lambda run: run.asking, default=None)

    @property
    def comes_again(self) -> bool:
        """Whether a page without a script should reload itself; not while it asks for a decision."""
        return any(run.active and not run.asking for run in self._runs()) and not self.has_problem

    def _runs(self) -> Iterator[RunView]:
        return (run for turn in self.turns for run in turn.runs)


@require_safe
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """The latest conversation, or a blank page that opens the first one once it is started."""
    latest = Conversation.objects.of(request.user).chats().archived(is_archived=False).first()
    return _page(request, latest, follow=latest is None)


@require_safe
@signed_in
def new_chat(request: SignedInRequest) -> HttpResponse:
    return _page(request, None)


@require_safe
@signed_in
def conversation(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    return _page(request, find_conversation(request.user, conversation_id))


@require_POST
@signed_in
def post_message(request: SignedInRequest) -> HttpResponse:
    """Submit a message and lead to its conversation; on an error, show the page again with the text."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _refuse(
            request, "; ".join(str(error) for errors in form.errors.values() for error in errors), 400
        )
    try:
        run = submit_message(
            request.user,
            form.cleaned_data["message"],
            conversation_id=form.cleaned_data["conversation"],
            idempotency_key=form.cleaned_data["idempotency_key"],
            model=form.cleaned_data["model"],
        )
    except DomainError as error:
        return _refuse(request, error.message, status_of(error))
    return SeeOther(reverse("conversation", args=[run.conversation_id]))


def _refuse(request: SignedInRequest, error: str, status: int) -> HttpResponse:
    try:
        chosen = UUID(request.POST.get("conversation", ""))
        open_chat = find_conversation(request.user, chosen)
    except (ValueError, NotFound):
        open_chat = None
    composer = Composer(
        text=request.POST.get("message", ""),
        error=error,
        conversation_id=str(open_chat.pk) if open_chat else "",
        model=request.POST.get("model", ""),
    )
    return _page(request, open_chat, composer=composer, status=status)


def page_with_problem(
    request: SignedInRequest, open_chat: Conversation, problem: Problem, status: int
) -> HttpResponse:
    """The conversation again, with the reason why a command failed."""
    return _page(request, open_chat, problem=problem, status=status)


def page_with_edit(
    request: SignedInRequest, message: Message, text: str, reason: str, status: int
) -> HttpResponse:
    """The conversation again, with the form of a message that could not be sent."""
    problem = Problem(str(message.pk), reason)
    address = Address(until=message.position, edit=str(message.pk))
    return _page(request, message.conversation, problem=problem, address=address, draft=text, status=status)


def _page(
    request: SignedInRequest,
    open_chat: Conversation | None,
    *,
    composer: Composer | None = None,
    problem: Problem | None = None,
    address: Address | None = None,
    draft: str = "",
    follow: bool = False,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    if open_chat and not is_from_script(request):
        mark_read(user, open_chat.pk)
    listening = stream_context(user)  # read first: the script gets all events after this position
    address = address or Address.of_page(request)
    chat = _chat(user, open_chat, address, problem, draft) if open_chat else Chat(follow=follow)
    around = shell(user, "chat", open_chat.pk if open_chat else None)
    panel = panel_of(user)
    context: dict[str, Any] = {
        **listening,
        **around,
        "chat": chat,
        "note": note_of(open_chat) if open_chat else blank_note(),
        "is_asked": around["chat_list"].is_asked,
        "panel": panel,
        "open_count": panel.open_count,
        "composer": composer
        or Composer(
            text=request.GET.get("message", "")[:MESSAGE_LENGTH],
            conversation_id=chat.conversation_id,
            model=open_chat.model if open_chat else "",
        ),
        "day": Day.of(panel),
        "starters": starters_of(panel),
        "allowance": allowance_view(user),
        "echo": echo(),
        "any_run": {"id": NIL},
        "any_turn_url": reverse("turn", args=[NIL]),
        "any_chat_url": reverse("conversation", args=[NIL]),
    }
    return render(request, "chat/chat.html", context, status=status)


def _chat(user: User, open_chat: Conversation, address: Address, problem: Problem | None, draft: str) -> Chat:
    page = turns_of(open_chat, user.date_settings, address, problem, draft)
    return Chat(
        conversation_id=str(open_chat.pk),
        title=str(open_chat),
        turns=page.turns,
        address=address,
        earlier=page.earlier,
        later=page.later,
        has_problem=problem is not None,
    )
