"""A person allows a program to use their tasks (OAuth 2.1, authorization code with PKCE)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import csp
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override
from django.views.decorators.debug import sensitive_post_parameters
from oauth2_provider.exceptions import OAuthToolkitError
from oauth2_provider.views.mixins import OAuthLibMixin

from chatbot.addresses import MCP_PATH
from chatbot.domain.people.oauth_clients import record_permission
from chatbot.models import OAuthClient, PersonalToken, User
from chatbot.pages.account.forms import PasswordAgainForm
from chatbot.pages.redirects import SeeOther
from chatbot.pages.signed_in import SignedInRequest, signed_in

Scope = PersonalToken.Scope
_CHALLENGE = re.compile("[A-Za-z0-9_-]{43}")  # a SHA-256 (RFC 7636, section 4.2)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a program asks for, by an address that is its own."""

    client: OAuthClient
    scopes: list[str]
    redirect_uri: str
    credentials: dict[str, Any]

    @property
    def origin(self) -> str:
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_on_device(self) -> bool:
        return self.redirect_uri.startswith("http:")


class Refused(Exception):
    """The request is not valid. Nothing leads back: anybody may have registered the address."""


class ConsentForm(PasswordAgainForm):
    scopes = forms.MultipleChoiceField(label=gettext_lazy("It may"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, request: HttpRequest, user: User, asked: list[str]) -> None:
        super().__init__(request, user)
        self.order_fields(["scopes", "password"])
        scopes = cast("forms.MultipleChoiceField", self.fields["scopes"])
        scopes.choices = [(value, label) for value, label in Scope.choices if value in asked]
        scopes.initial = asked


@sensitive_post_parameters("password")
@signed_in
def authorize(request: SignedInRequest) -> HttpResponseBase:
    """Ask the person, and send a code to the program. The request stays in the address until then."""
    try:
        asked = _asked(request)
    except Refused as error:
        return render(request, "accounts/authorize_refused.html", {"reason": str(error)}, status=400)
    if "deny" in request.POST:
        return SeeOther(_with(asked, request, error="access_denied"))
    form = ConsentForm(request, request.user, asked.scopes)
    if form.is_valid():
        return SeeOther(_allow(request, asked, form.cleaned_data["scopes"]))
    context = {
        "form": form,
        "client": asked.client,
        "host": urlsplit(asked.redirect_uri).hostname,
        "is_on_device": asked.is_on_device,
    }
    page = render(request, "accounts/authorize.html", context, status=400 if form.errors else 200)
    # Chromium applies `form-action` to where the answer of a form leads, too. A policy cannot name [::1].
    leads_to = "http:" if "[" in asked.origin else asked.origin
    policy: dict[str, Any] = {**settings.SECURE_CSP, "form-action": [csp.CSP.SELF, leads_to]}

    @csp_override(policy)
    def answer(_: HttpRequest) -> HttpResponse:
        return page

    return answer(request)


def _asked(request: SignedInRequest) -> Asked:
    try:
        scopes, credentials = OAuthLibMixin.get_oauthlib_core().validate_authorization_request(request)
    except OAuthToolkitError as error:
        raise Refused(error.oauthlib_error.description or error.oauthlib_error.error) from error
    except ValueError as error:  # by the library, of escapes that are none
        raise Refused("The address is not valid.") from error
    is_s256 = credentials.get("code_challenge_method") == "S256"
    if not is_s256 or not _CHALLENGE.fullmatch(credentials["code_challenge"]):
        raise Refused("The code challenge must be of the method S256.")
    own = request.build_absolute_uri(MCP_PATH)
    if any(resource != own for resource in request.GET.getlist("resource")):
        raise Refused(f"The only resource is {own}.")
    del credentials["request"]
    return Asked(
        OAuthClient.objects.get(client_id=credentials["client_id"]),
        [scope for scope in Scope.values if scope in scopes],
        credentials["redirect_uri"],
        {**credentials, "resource": [own], "nonce": ""},  # which is of OpenID Connect
    )


@transaction.atomic
def _allow(request: SignedInRequest, asked: Asked, scopes: list[str]) -> str:
    core = OAuthLibMixin.get_oauthlib_core()
    uri, *_ = core.create_authorization_response(request, scopes, asked.credentials, allow=True)
    record_permission(request.user, asked.client, scopes)
    return str(uri)


def _with(asked: Asked, request: HttpRequest, **parameters: str) -> str:
    """The address to which the answer is sent; `iss` says whose answer it is (RFC 9207)."""
    state = asked.credentials["state"]
    answer = {
        **parameters,
        **({"state": state} if state else {}),
        "iss": f"{request.scheme}://{request.get_host()}",
    }
    return f"{asked.redirect_uri}{'&' if '?' in asked.redirect_uri else '?'}{urlencode(answer)}"
