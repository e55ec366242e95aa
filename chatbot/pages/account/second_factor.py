"""Set up and remove a second factor, and make new recovery codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from chatbot.auth import second_factor
from chatbot.pages.account.forms import PasswordAgainForm, SecondFactorForm
from chatbot.pages.redirects import SeeOther, next_url
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in


@sensitive_post_parameters("password")
@signed_in
def set_up(request: SignedInRequest) -> HttpResponse:
    """Show the secret until a code confirms it; then show the recovery codes, once."""
    user = request.user
    if second_factor.has_second_factor(user):
        return SeeOther(reverse("settings"))
    form = SecondFactorForm(request, user)
    if form.is_valid():
        codes = second_factor.confirm_device(request, user, form.cleaned_data["code"])
        if codes is not None:
            return _codes(request, codes)
        form.add_error("code", _("That code is not right, or late. Wait for the next one."))
    device = second_factor.device_to_set_up(user)
    context = {
        **shell(user, "settings"),
        "form": form,
        "qr_code": second_factor.qr_code(device),
        "secret": second_factor.secret_text(device),
        "next": next_url(request, ""),
    }
    return render(request, "accounts/second_factor.html", context, status=400 if form.errors else 200)


@sensitive_post_parameters("password")
@signed_in
def new_codes(request: SignedInRequest) -> HttpResponse:
    form = PasswordAgainForm(request, request.user)
    if second_factor.has_second_factor(request.user) and form.is_valid():
        return _codes(request, second_factor.new_recovery_codes(request.user))
    return _ask_password(
        request,
        form,
        _("New recovery codes?"),
        _("The ones that you have now work no longer."),
        _("Show new codes"),
    )


@sensitive_post_parameters("password")
@signed_in
def remove(request: SignedInRequest) -> HttpResponse:
    form = PasswordAgainForm(request, request.user)
    if form.is_valid():
        second_factor.remove_second_factor(request.user)
        messages.success(request, _("Your password is enough again."))
        return SeeOther(reverse("settings"))
    return _ask_password(
        request,
        form,
        _("Take the second factor off?"),
        _("From then on your password alone signs you in."),
        _("Take it off"),
    )


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    assert request.user.is_authenticated  # noqa: S101 (the views ask for it)
    context = {
        **shell(request.user, "settings"),
        "codes": codes,
        "next": next_url(request, reverse("settings")),
    }
    return render(request, "accounts/recovery_codes.html", context)


def _ask_password(
    request: SignedInRequest, form: PasswordAgainForm, heading: str, sentence: str, button: str
) -> HttpResponse:
    context = {
        **shell(request.user, "settings"),
        "form": form,
        "heading": heading,
        "sentence": sentence,
        "button": button,
    }
    return render(request, "accounts/password_again.html", context, status=400 if form.errors else 200)
