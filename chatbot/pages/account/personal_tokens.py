"""Personal tokens for a person's own programs, and programs connected with OAuth: create, list, revoke."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chatbot.addresses import MCP_PATH
from chatbot.domain.errors import Conflict, Invalid
from chatbot.domain.people.oauth_clients import connections, disconnect
from chatbot.domain.people.personal_tokens import (
    LIFETIMES,
    NAME_LENGTH,
    create_personal_token,
    revoke_personal_token,
)
from chatbot.models import PersonalToken, User
from chatbot.pages.account.forms import PasswordAgainForm
from chatbot.pages.forms import day_choices
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in
from chatbot.pages.times import moment_html

Scope = PersonalToken.Scope


class PersonalTokenForm(PasswordAgainForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("What it is for: “backup script”, “Claude Desktop”."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=lambda: [*day_choices(LIFETIMES), ("", _("Until I revoke it"))],
        initial=90,
    )

    def __init__(self, request: HttpRequest, user: User) -> None:
        super().__init__(request, user)
        self.order_fields(["name", "scopes", "days", "password"])


@dataclass(frozen=True, slots=True)
class PersonalTokenRow:
    name: str
    hint: str
    scopes: list[str]
    created: SafeString
    used: SafeString | str
    expires: SafeString | str
    has_expired: bool
    revoke_url: str


def personal_token_rows(owner: User) -> list[PersonalTokenRow]:
    now, dates = timezone.now(), owner.date_settings
    return [
        PersonalTokenRow(
            name=token.name,
            hint=token.hint,
            scopes=_words(token.scopes),
            created=moment_html(token.created_at, dates, now),
            used=moment_html(token.used_at, dates, now) if token.used_at else "",
            expires=moment_html(token.expires_at, dates, now) if token.expires_at else "",
            has_expired=token.has_expired,
            revoke_url=reverse("personal-token-revoke", args=[token.pk]),
        )
        for token in PersonalToken.objects.of(owner)
    ]


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    name: str
    scopes: list[str]
    used: SafeString
    disconnect_url: str


def connection_rows(owner: User) -> list[ConnectionRow]:
    now, dates = timezone.now(), owner.date_settings
    return [
        ConnectionRow(
            name=connection.client.name,
            scopes=_words(connection.scopes),
            used=moment_html(connection.used_at, dates, now),
            disconnect_url=reverse("program-disconnect", args=[connection.client.pk]),
        )
        for connection in connections(owner)
    ]


def _words(scopes: list[str]) -> list[str]:
    return [str(Scope(scope).label).partition(":")[0] for scope in scopes]


@sensitive_post_parameters("password")
@signed_in
def personal_tokens(request: SignedInRequest) -> HttpResponse:
    """The tokens of a person, and the form for another one. A new token is shown once."""
    form = PersonalTokenForm(request, request.user)
    text = ""
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "scopes", "days")}
        try:
            _token, text = create_personal_token(request.user, **given)
        except (Conflict, Invalid) as error:
            form.add_error(None, error.message)
    context = {
        **shell(request.user, "settings"),
        "form": form,
        "token": text,
        "tokens": personal_token_rows(request.user),
        "connections": connection_rows(request.user),
        "mcp_address": request.build_absolute_uri(MCP_PATH),
    }
    response = render(request, "accounts/personal_tokens.html", context, status=400 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@signed_in
def revoke(request: SignedInRequest, token_id: UUID) -> HttpResponse:
    revoke_personal_token(request.user, token_id)
    messages.success(request, _("The token is revoked."))
    return SeeOther(reverse("personal-tokens"))


@require_POST
@signed_in
def end_connection(request: SignedInRequest, client_pk: int) -> HttpResponse:
    disconnect(request.user, client_pk)
    messages.success(request, _("The program is disconnected."))
    return SeeOther(reverse("personal-tokens"))
