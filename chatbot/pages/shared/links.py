"""Make, list and revoke links to a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.domain.conversations.commands import find_conversation
from chatbot.domain.conversations.sharing import revoke_link, share_conversation
from chatbot.domain.errors import Conflict, Invalid
from chatbot.models import SharedLink, User
from chatbot.pages.forms import ShareForm
from chatbot.pages.redirects import SeeOther, next_url
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.times import moment_html


@dataclass(frozen=True, slots=True)
class LinkRow:
    title: str
    url: str  # of the chat
    until: str
    shows_name: bool
    revoke_url: str


def link_rows(owner: User, conversation_id: UUID | None = None) -> list[LinkRow]:
    """The valid links of a person, or of one of their chats, the latest first."""
    links = SharedLink.objects.of(owner).valid().select_related("conversation")
    if conversation_id is not None:
        links = links.filter(conversation=conversation_id)
    now = timezone.now()
    return [
        LinkRow(
            title=str(link.conversation),
            url=reverse("conversation", args=[link.conversation_id]),
            until=moment_html(link.expires_at, owner.date_settings, now),
            shows_name=link.shows_name,
            revoke_url=reverse("link-revoke", args=[link.pk]),
        )
        for link in links
    ]


@signed_in
def share(request: SignedInRequest, conversation_id: UUID) -> HttpResponse:
    """The links of a chat, and the form for another one. A new link is shown once."""
    conversation = find_conversation(request.user, conversation_id)
    form = ShareForm(request.POST if request.method == "POST" else None)
    address = ""
    if form.is_valid():
        try:
            _, token = share_conversation(request.user, conversation_id, **form.values())
            address = request.build_absolute_uri(reverse("shared", args=[token]))
        except (Conflict, Invalid) as error:
            form.add_error(None, error.message)
    context = {
        **shell(request.user, "chat", conversation_id),
        "conversation": conversation,
        "form": form,
        "address": address,
        "links": link_rows(request.user, conversation_id),
        "back_url": reverse("conversation", args=[conversation_id]),
    }
    return render(request, "shared/share.html", context, status=400 if form.errors else 200)


@require_POST
@signed_in
def revoke(request: SignedInRequest, link_id: UUID) -> HttpResponse:
    revoke_link(request.user, link_id)
    messages.success(request, _("The link has ended, also for those who have its page open."))
    return SeeOther(next_url(request, reverse("settings")))
