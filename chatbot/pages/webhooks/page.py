"""The list of a person's webhooks, the page of one, and the forms that ask for the password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from chatbot.domain.errors import Conflict, Invalid
from chatbot.domain.webhooks.endpoints import change_endpoint, create_endpoint, get_endpoint, renew_secret
from chatbot.models import WebhookEndpoint
from chatbot.pages.account.forms import PasswordAgainForm
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in

from .forms import EndpointForm, ReplayForm
from .rows import delivery_rows, endpoint_row, endpoint_rows


@sensitive_post_parameters("password")
@signed_in
def webhooks(request: SignedInRequest) -> HttpResponse:
    """The webhooks of a person, and the form for another one."""
    form = EndpointForm(request, request.user)
    if form.is_valid():
        try:
            return _with_secret(request, create_endpoint(request.user, **form.values))
        except (Conflict, Invalid) as error:
            form.add_error(_field(error), error.message)
    context = {"form": form, "endpoints": endpoint_rows(request.user)}
    return _page(request, "webhooks.html", context, status=400 if form.errors else 200)


@require_safe
@signed_in
def webhook(request: SignedInRequest, endpoint_id: UUID) -> HttpResponse:
    endpoint = get_endpoint(request.user, endpoint_id)
    context = {
        "endpoint": endpoint,
        "row": endpoint_row(endpoint, request.user, timezone.now()),
        "deliveries": delivery_rows(endpoint, request.user),
        "replay": ReplayForm(),
    }
    return _page(request, "webhook.html", context)


@sensitive_post_parameters("password")
@signed_in
def change(request: SignedInRequest, endpoint_id: UUID) -> HttpResponse:
    endpoint = get_endpoint(request.user, endpoint_id)
    form = EndpointForm(request, request.user, url=endpoint.url, events=endpoint.events)
    if form.is_valid():
        try:
            change_endpoint(request.user, endpoint_id, **form.values)
        except Invalid as error:
            form.add_error(_field(error), error.message)
        else:
            messages.success(request, _("Saved."))
            return SeeOther(reverse("webhook", args=[endpoint_id]))
    context = {"form": form, "endpoint": endpoint}
    return _page(request, "change.html", context, status=400 if form.errors else 200)


@sensitive_post_parameters("password")
@signed_in
def secret(request: SignedInRequest, endpoint_id: UUID) -> HttpResponse:
    endpoint = get_endpoint(request.user, endpoint_id)
    form = PasswordAgainForm(request, request.user)
    if form.is_valid():
        return _with_secret(request, renew_secret(request.user, endpoint_id))
    context = {"form": form, "endpoint": endpoint}
    return _page(request, "secret.html", context, status=400 if form.errors else 200)


def _with_secret(request: SignedInRequest, endpoint: WebhookEndpoint) -> HttpResponse:
    return _page(request, "secret.html", {"endpoint": endpoint, "secret": endpoint.secret})


def _page(
    request: SignedInRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**shell(request.user, "settings"), **context}
    response = render(request, f"webhooks/{template}", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _field(error: Conflict | Invalid) -> str | None:
    return error.field or None if isinstance(error, Invalid) else None
