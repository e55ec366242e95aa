"""Confirm an email address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chatbot.domain.errors import Invalid
from chatbot.domain.people.email_address import confirm, is_confirmed, request_confirmation
from chatbot.pages.redirects import SeeOther
from chatbot.pages.shell import shell
from chatbot.pages.signed_in import SignedInRequest, signed_in


@require_POST
@signed_in
def send_again(request: SignedInRequest) -> HttpResponse:
    if request.user.email and not is_confirmed(request.user):
        ask_to_confirm(request)
    return SeeOther(reverse("settings"))


def ask_to_confirm(request: SignedInRequest) -> None:
    """Send the mail with the link."""
    user = request.user
    if request_confirmation(user, site=request.get_host(), secure=request.is_secure()):
        messages.success(
            request, _("We sent a link to %(email)s. Open it to confirm the address.") % {"email": user.email}
        )
    else:
        messages.error(request, _("Several links were sent within the hour. Try again later."))


@signed_in
def confirm_address(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a button to confirm, since mail scanners open links by themselves."""
    error = ""
    if request.method == "POST":
        try:
            confirm(request.user, token)
        except Invalid as invalid:
            error = invalid.message
        else:
            messages.success(request, _("Your email address is confirmed."))
            return SeeOther(reverse("settings"))
    context = {**shell(request.user, "settings"), "error": error}
    return render(request, "accounts/email_confirm.html", context, status=400 if error else 200)
