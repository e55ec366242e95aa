"""Calendar feeds: the addresses of a person, and what calendar programs read there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_POST, require_safe

from chatbot.domain.errors import Conflict, Invalid, LimitReached, NotFound
from chatbot.domain.exchange.feeds import create_feed, read_feed, revoke_feed
from chatbot.models import CalendarFeed, User
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.times import moment_html
from chatbot.pages.too_many import too_many_uses, use_from_address


class FeedForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Show tasks as"), choices=CalendarFeed.Kind.choices, initial=CalendarFeed.Kind.EVENT
    )


@dataclass(frozen=True, slots=True)
class FeedRow:
    kind: str
    created: SafeString
    read: SafeString | str
    revoke_url: str


def feed_rows(owner: User) -> list[FeedRow]:
    now, dates = timezone.now(), owner.date_settings
    return [
        FeedRow(
            kind=feed.get_kind_display(),
            created=moment_html(feed.created_at, dates, now),
            read=moment_html(feed.read_at, dates, now) if feed.read_at else "",
            revoke_url=reverse("calendar-revoke", args=[feed.pk]),
        )
        for feed in CalendarFeed.objects.of(owner)
    ]


@signed_in
def calendars(request: SignedInRequest) -> HttpResponse:
    """The calendars of a person, and the form for another one. A new address is shown once."""
    form = FeedForm(request.POST) if request.method == "POST" else FeedForm()
    address = ""
    if form.is_valid():
        try:
            _feed, token = create_feed(request.user, **form.cleaned_data)
            address = request.build_absolute_uri(reverse("calendar", args=[token]))
        except (Conflict, Invalid) as error:
            form.add_error(None, error.message)
    context = {
        **shell(request.user, "tasks"),
        "form": form,
        "address": address,
        "feeds": feed_rows(request.user),
    }
    return render(request, "exchange/calendars.html", context, status=400 if form.errors else 200)


@require_POST
@signed_in
def revoke(request: SignedInRequest, feed_id: UUID) -> HttpResponse:
    revoke_feed(request.user, feed_id)
    messages.success(request, _("The address has ended."))
    return SeeOther(reverse("calendars"))


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """What calendar programs read, without signing in."""
    try:
        use_from_address(request, "calendar", settings.SHARED_VIEWS_PER_HOUR)
        text = read_feed(token)
    except LimitReached as limit:
        return too_many_uses(request, gettext("Too many requests"), limit)
    except NotFound as error:
        raise Http404(error.message) from error
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'

    @condition(etag_func=lambda request: etag)
    def answer(request: HttpRequest) -> HttpResponse:
        headers = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}
        return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)

    return answer(request)
