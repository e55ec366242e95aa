"""The buttons of a webhook's page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Conflict, LimitReached
from chatbot.domain.webhooks.endpoints import (
    delete_endpoint,
    disable_endpoint,
    enable_endpoint,
    replay_from_delivery,
    replay_since,
    request_test,
)
from chatbot.pages.redirects import SeeOther
from chatbot.pages.signed_in import SignedInRequest, signed_in

from .forms import ReplayForm


@require_POST
@signed_in
def enable(request: SignedInRequest, endpoint_id: UUID) -> HttpResponse:
    return _done(
        request, endpoint_id, enable_endpoint, _("It is switched on, and continues where it stopped.")
    )


@require_POST
@signed_in
def disable(request: SignedInRequest, endpoint_id: UUID) -> HttpResponse:
    return _done(request, endpoint_id, disable_endpoint, _("It is switched off."))


@require_POST
@signed_in
def test(request: SignedInRequest, endpoint_id: UUID) -> HttpResponse:
    sentence = _("A test is on its way. Load this page again to see its answer.")
    return _done(request, endpoint_id, request_test, sentence)


@require_POST
@signed_in
def repeat(request: SignedInRequest, endpoint_id: UUID, delivery_id: int) -> HttpResponse:
    def command(owner: object, endpoint_id: UUID) -> object:
        return replay_from_delivery(request.user, endpoint_id, delivery_id)

    return _done(request, endpoint_id, command, _("This event is sent again, and all after it."))


@require_POST
@signed_in
def replay(request: SignedInRequest, endpoint_id: UUID) -> HttpResponse:
    form = ReplayForm(request.POST)

    def command(owner: object, endpoint_id: UUID) -> object:
        if form.problem:
            raise Conflict(form.problem)
        return replay_since(request.user, endpoint_id, form.cleaned_data["since"])

    return _done(request, endpoint_id, command, _("The events since then are sent again."))


@require_POST
@signed_in
def delete(request: SignedInRequest, endpoint_id: UUID) -> HttpResponse:
    delete_endpoint(request.user, endpoint_id)
    messages.success(request, _("The webhook is deleted."))
    return SeeOther(reverse("webhooks"))


def _done(
    request: SignedInRequest, endpoint_id: UUID, command: Callable[..., object], sentence: str
) -> HttpResponse:
    """Back to the page, which says what was done, or why not."""
    try:
        command(request.user, endpoint_id)
    except (Conflict, LimitReached) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, sentence)
    return SeeOther(reverse("webhook", args=[endpoint_id]))
